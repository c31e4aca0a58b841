/// The command line: `main`, the commands, their output and their exit codes, and the only place
/// where the reader and the relay meet.
///
/// A command reads its words, opens what it needs from [hazel.app], and prints. It decides nothing
/// about mail. No command asks a question where standard input is not a terminal, and every failure
/// is one line on standard error with a `sysexits.h` code.
///
/// Start reading at [Main].
@NullMarked
package hazel.cli;

import org.jspecify.annotations.NullMarked;
