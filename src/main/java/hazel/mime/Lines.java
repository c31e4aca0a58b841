package hazel.mime;

/// Where lines end in octets: at CRLF or LF, and at CR alone where no LF follows it.
///
/// QUIRK: RFC 5322 section 2.3 allows only CRLF. Files have LF, and mail from old Macintosh
/// programs CR.
final class Lines {

    private Lines() {}

    /// Where the next line begins; `to` after the last one.
    static int next(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = octets[i];
            if (c > '\r') {
                continue; // nearly all there is
            }
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                return i + 1 < to && octets[i + 1] == '\n' ? i + 2 : i + 1;
            }
        }
        return to;
    }

    /// Where the line ends, before its line end.
    static int end(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == '\n' || octets[i] == '\r') {
                return i;
            }
        }
        return to;
    }

    /// `at` moved back over one line end.
    static int before(byte[] octets, int from, int at) {
        int end = at;
        if (end > from && octets[end - 1] == '\n') {
            end--;
            return end > from && octets[end - 1] == '\r' ? end - 1 : end;
        }
        return end > from && octets[end - 1] == '\r' ? end - 1 : end;
    }
}
