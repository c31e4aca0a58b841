package hazel.compose;

import hazel.mail.Address;

import java.util.Optional;

/// One of the names a person writes under.
///
/// @param address what From says, display name and all
/// @param replyTo where answers should go instead
/// @param organization the Organization field, empty for none
/// @param signature without the `-- ` line, LF line ends, empty for none
public record Identity(
        Address address, Optional<Address> replyTo, String organization, String signature) {

    public static Identity of(Address address) {
        return new Identity(address, Optional.empty(), "", "");
    }

    public Identity withSignature(String text) {
        return new Identity(address, replyTo, organization, text);
    }
}
