package hazel.dns;

import java.util.Locale;

/// The errors that are made with mail in the DNS, by name. Names, once out, do not change meaning.
public enum Fault {
    // The road of mail
    NO_SUCH_DOMAIN,
    NO_MX,
    FINAL_DOT_MISSING,
    MX_IS_ALIAS,
    MX_DOES_NOT_EXIST,
    MX_WITHOUT_ADDRESS,
    MX_IS_ADDRESS,
    NO_PREFERENCE,
    NULL_MX_NOT_ALONE,
    ADDRESS_IS_LOOPBACK,
    ADDRESS_IS_PRIVATE,
    ADDRESS_IS_NO_HOST,
    ALIAS_LOOP,
    NO_ANSWER,
    // Names and addresses
    NO_REVERSE,
    REVERSE_DISAGREES,
    LISTED,
    LIST_IS_BROKEN,
    // Name servers
    LAME_SERVER,
    NAME_SERVER_WITHOUT_ADDRESS,
    SERVERS_DISAGREE,
    SINGLE_NAME_SERVER,
    NAME_SERVERS_TOGETHER,
    // What a domain says of its mail
    SPF_MISSING,
    SPF_SEVERAL,
    SPF_TOO_MANY_LOOKUPS,
    SPF_SYNTAX,
    SPF_INCLUDE_WITHOUT_RECORD,
    SPF_PASSES_ALL,
    SPF_WITHOUT_END,
    DKIM_MISSING,
    DKIM_KEY,
    DMARC_MISSING,
    DMARC_SYNTAX,
    DMARC_ONLY_WATCHES,
    MTA_STS,
    TLS_RPT,
    DANE,
    // Zone files
    ZONE_SYNTAX,
    ALIAS_WITH_OTHER_DATA,
    DUPLICATE;

    /// As it stands in what is printed: `final-dot-missing`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
