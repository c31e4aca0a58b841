/// The people one writes to: aliases from the configuration and from a file in mutt's manner, and
/// the addresses learnt from mail sent.
///
/// An [AddressBook] is a value: it completes what is typed and expands short names, and does no
/// input or output. [AliasFile] reads what mutt users have; [LearntAddresses] keeps, on disk, whom
/// mail was sent to. Nothing here looks at received mail, so a stranger cannot write into it.
@NullMarked
package hazel.contacts;

import org.jspecify.annotations.NullMarked;
