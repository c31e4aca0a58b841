/// The terminal: keys in, frames out, and everything given back at the end.
///
/// JLine owns the device (raw mode, size, signals) and reads; Lanterna keeps the picture of the
/// screen and writes what changed. [KeyDecoder] makes keys of what a terminal sends, [Theme]
/// colours of roles, [LanternaDisplay] cells of a frame; [Tty] holds them together and is the only
/// class that the rest of Hazel makes. No other package knows either library.
///
/// Nothing here asks the terminal a question: one that does not answer costs no time.
///
/// Start reading at [Tty].
@NullMarked
package hazel.term;

import org.jspecify.annotations.NullMarked;
