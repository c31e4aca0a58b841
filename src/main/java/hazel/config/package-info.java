/// What the user wrote in the configuration file, checked once and then fixed.
///
/// The rest of Hazel is given the records in this package and never sees the file, a default, or a
/// missing key. [Settings] is the one list of keys that exist: the reader, `hazel config`, the
/// manual page and the messages about mistakes are all made from it. A password is never here, only
/// how to get it.
///
/// Start reading at [Config], then [ConfigReader].
@NullMarked
package hazel.config;

import org.jspecify.annotations.NullMarked;
