/// From the octets of a message to what a person reads.
///
/// [MessageParser] locates the parts and decodes nothing; [Content] decodes one part when it is
/// wanted; [Readable] chooses what is shown; [HtmlText] lays out HTML. [TopScanner] reads just what
/// an index row needs and is the only thing here that runs a hundred thousand times in a row.
///
/// [SevenBit] is the one way back: a message for a server that takes no 8-bit text.
///
/// Every octet is presumed hostile. Nothing here throws for any input, recurses as deep as its
/// input wants, takes more than linear time, fetches anything or reads a file. Text is repaired but
/// not disarmed, except where a type says so: what goes to a screen passes [hazel.text.Harmless].
///
/// Start reading at [MessageParser], then [Content], then [Readable].
@NullMarked
package hazel.mime;

import org.jspecify.annotations.NullMarked;
