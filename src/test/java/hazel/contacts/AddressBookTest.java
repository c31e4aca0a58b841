package hazel.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.Address;
import hazel.mail.MailException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class AddressBookTest {

    private static final AddressBook BOOK =
            AddressBook.of(
                    Map.of(
                            "bob", List.of("Bob Stone <bob@example.org>"),
                            "team", List.of("bob", "carol@example.org", "friends"),
                            "friends", List.of("team", "dan@example.org"),
                            "ring", List.of("ring")),
                    List.of(
                            new Address("Barbara", "b.liskov", "example.com"),
                            new Address("", "zoe", "bob.example")));

    private static List<String> specs(List<Address> addresses) {
        return addresses.stream().map(Address::addrSpec).toList();
    }

    @Test
    void aShortNameStandsForItsAddresses() {
        assertThat(BOOK.expand("BOB"))
                .containsExactly(new Address("Bob Stone", "bob", "example.org"));
    }

    @Test
    void namesWithinNamesAreExpandedAndCirclesEnd() {
        assertThat(specs(BOOK.expand("team")))
                .containsExactly("bob@example.org", "carol@example.org", "dan@example.org");
        assertThat(BOOK.expand("ring")).isEmpty();
    }

    @Test
    void aTypedListMayHoldShortNamesAndAddresses() throws Exception {
        assertThat(specs(BOOK.read("bob, \"X, Y\" <x@example.net>")))
                .containsExactly("bob@example.org", "x@example.net");
    }

    @Test
    void whatIsNeitherIsRefused() {
        assertThatThrownBy(() -> BOOK.read("bob, nobody here")).isInstanceOf(MailException.class);
    }

    @Test
    void completionPutsShortNamesFirstThenWordsThenLetters() {
        assertThat(BOOK.complete("b").stream().map(e -> specs(e.addresses()).getFirst()))
                .containsExactly("bob@example.org", "b.liskov@example.com", "zoe@bob.example");
        assertThat(BOOK.complete("isk")).hasSize(1);
        assertThat(BOOK.complete(" ")).isEmpty();
    }

    @Test
    void muttsAliasesAreRead() {
        assertThat(
                        AliasFile.read(
                                List.of(
                                        "# mine",
                                        "alias bob Bob Stone <bob@example.org> # a friend",
                                        "alias -group all team bob, \\",
                                        "   \"C, D\" <cd@example.org>",
                                        "set sort=threads")))
                .isEqualTo(
                        Map.of(
                                "bob", List.of("Bob Stone <bob@example.org>"),
                                "team", List.of("bob", "\"C, D\" <cd@example.org>")));
    }

    @Test
    void whomMailWasSentToIsRememberedTheLatestFirst(@TempDir Path dir) throws Exception {
        var learnt = new LearntAddresses(dir.resolve("data/addresses"));
        assertThat(learnt.read()).isEmpty();
        learnt.add(List.of(new Address("Ada", "ada", "example.org")));
        learnt.add(List.of(new Address("", "bob", "example.org")));
        learnt.add(List.of(new Address("", "ADA", "example.org")));
        assertThat(learnt.read())
                .containsExactly(
                        new Address("Ada", "ada", "example.org"),
                        new Address("", "bob", "example.org"));
    }
}
