/// What can be believed of a message by what its header says: the way it came ([Trace]), who says
/// that it was checked ([AuthenticationResults]), signs of forgery ([Sign]). And those as text
/// ([TraceText]), because a command and a screen show the same.
///
/// Everything here is a pure function of a header: no file, no network, no clock. What the DNS has
/// to be asked for is in [hazel.verify].
///
/// A header is hostile: whatever of it is kept is bounded, and made harmless where it becomes text.
///
/// Start reading at [Trace].
@NullMarked
package hazel.trust;

import org.jspecify.annotations.NullMarked;
