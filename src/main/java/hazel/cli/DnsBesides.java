package hazel.cli;

import java.util.List;
import java.util.Optional;

/// What is shown of a domain besides what the DNS says.
///
/// @param address where not only the domain was asked for
/// @param probed where the servers were connected to
record DnsBesides(
        Optional<AddressText> address, Optional<List<MailProbe.Answered>> probed, ByHand byHand) {

    /// Whether servers were connected to, and none was there.
    boolean isSilent() {
        return probed.filter(all -> !all.isEmpty())
                .filter(all -> all.stream().noneMatch(MailProbe.Answered::isThere))
                .isPresent();
    }
}
