package io.seiexport.csv;

import static io.seiexport.csv.Gzip.COMMENT;
import static io.seiexport.csv.Gzip.EXTRA;
import static io.seiexport.csv.Gzip.HEADER_CRC;
import static io.seiexport.csv.Gzip.NAME;
import static io.seiexport.csv.Gzip.TEXT;
import static io.seiexport.csv.Gzip.deflate;
import static io.seiexport.csv.Gzip.header;
import static io.seiexport.csv.Gzip.join;
import static io.seiexport.csv.Gzip.member;
import static io.seiexport.csv.Gzip.memberWith;
import static io.seiexport.csv.Gzip.trailer;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Bodies that a download may come with, good and bad, each with what is due to it under the default settings of
 * {@link ProvenCsv}. Whatever delivers files can be run over all of them.
 */
public final class BadBodies {

    /**
     * One body: either {@code reason} says why it is refused, or {@code content} is the CSV it holds; a vouched one is
     * only taken where a person says that there must be a column {@link #COLUMN}.
     */
    public record Case(String name, byte[] bytes, String reason, byte[] content, boolean vouched) {

        public boolean isGood() {
            return reason == null;
        }

        /** The body as it is proven, from a source of its bytes. */
        ProvingStream from(InputStream source) {
            return from(source, BodyEnd.KNOWN);
        }

        /** The same where the source may not tell its end. */
        ProvingStream from(InputStream source, BodyEnd ending) {
            return from(source, ending, Runnable::run);
        }

        /** The same with its bytes inspected in the background. */
        ProvingStream from(InputStream source, BodyEnd ending, Executor background) {
            var columns = vouched ? List.of(COLUMN) : List.<String>of();
            return new ProvingStream(source, FileLimits.DEFAULT, new HeaderCheck(DeclaredType.NONE,
                    new Expected("expect-columns", columns, List.of())), false, ending, () -> false, background);
        }

        /** Whether it is a gzip file of a single member: behind several of them there may have been more. */
        boolean provesItsEnd() {
            return (bytes[0] & 0xff) == 0x1f
                    && !name.matches("two members.*|an empty member.*|a member for each byte");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static final String COLUMN = "a";

    private static final byte[] CSV = utf8("team,start_date,hours\n"
            + "Platform,2026-01-01,1.5\n\"Pay, ments\",2026-01-02,2\n");
    private static final byte[] GZIP = member(CSV);
    private static final byte[] LONG_CSV = longCsv(200_000);
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] NO_EXTRA = {};
    /** The decoder hands on 4096 bytes first, to look at them, and pieces of at most this many afterwards. */
    private static final int BUFFER = 64 * 1024;

    private final List<Case> cases = new ArrayList<>();

    private BadBodies() {
        gzipHeaders();
        members();
        damagedGzip();
        encodings();
        otherFormats();
        headers();
        rows();
        borders();
    }

    public static List<Case> all() {
        return List.copyOf(new BadBodies().cases);
    }

    public static List<Case> good() {
        return all().stream().filter(Case::isGood).toList();
    }

    public static List<Case> bad() {
        return all().stream().filter(body -> !body.isGood()).toList();
    }

    private void gzipHeaders() {
        good("plain", CSV, CSV);
        good("gzip", GZIP, CSV);
        good("gzip, stored blocks", member(LONG_CSV, 0), LONG_CSV);
        good("gzip, level 1", member(LONG_CSV, 1), LONG_CSV);
        good("gzip, level 9", member(LONG_CSV, 9), LONG_CSV);
        good("gzip, FTEXT", memberWith(TEXT, NO_EXTRA, CSV), CSV);
        good("gzip, FNAME", memberWith(NAME, NO_EXTRA, CSV), CSV);
        good("gzip, FCOMMENT", memberWith(COMMENT, NO_EXTRA, CSV), CSV);
        good("gzip, FHCRC", memberWith(HEADER_CRC, NO_EXTRA, CSV), CSV);
        good("gzip, FEXTRA", memberWith(EXTRA, new byte[] {1, 2, 2, 0, 0, 0}, CSV), CSV);
        good("gzip, FEXTRA of no bytes", memberWith(EXTRA, NO_EXTRA, CSV), CSV);
        good("gzip, FEXTRA as long as can be", memberWith(EXTRA, new byte[0xffff], CSV), CSV);
        good("gzip, all flags", memberWith(TEXT | HEADER_CRC | EXTRA | NAME | COMMENT, new byte[300], CSV), CSV);
        bad("gzip, FHCRC wrong", flip(memberWith(HEADER_CRC | NAME, NO_EXTRA, CSV), 12), "corrupt");
        bad("gzip, reserved flag", memberWith(0x20, NO_EXTRA, CSV), "corrupt");
        bad("gzip, unknown method", flip(GZIP, 2), "corrupt");
        bad("gzip, second magic byte wrong", flip(GZIP, 1), "corrupt");
        bad("gzip, FEXTRA longer than the file", cut(memberWith(EXTRA, new byte[9000], CSV), 5000), "truncated");
        bad("gzip, FEXTRA with a length that swallows the data",
                replace(memberWith(EXTRA, new byte[] {1, 2, 2, 0, 0, 0}, CSV), 11, 0xff), "truncated");
        bad("gzip, FEXTRA with a length too short",
                replace(memberWith(EXTRA, new byte[] {7, 7, 7, 7}, CSV), 10, 2), "corrupt");
        bad("gzip, FEXTRA cut in its length", cut(memberWith(EXTRA, NO_EXTRA, CSV), 11), "truncated");
        bad("gzip, FHCRC cut", cut(memberWith(HEADER_CRC, NO_EXTRA, CSV), 11), "truncated");
        bad("gzip, FCOMMENT without end", cut(memberWith(COMMENT, NO_EXTRA, CSV), 15), "truncated");
        bad("gzip, FNAME without end", cut(memberWith(NAME, NO_EXTRA, CSV), 15), "truncated");
    }

    private void members() {
        byte[] head = Arrays.copyOf(CSV, 30);
        byte[] tail = Arrays.copyOfRange(CSV, 30, CSV.length);
        byte[] nothing = member(new byte[0]);
        good("two members, a row over both", join(member(head), member(tail)), CSV);
        good("two members, the second with all flags",
                join(member(head), memberWith(TEXT | HEADER_CRC | EXTRA | NAME | COMMENT, new byte[5], tail)), CSV);
        good("an empty member first", join(nothing, GZIP), CSV);
        good("an empty member between", join(member(head), nothing, nothing, member(tail)), CSV);
        good("an empty member last", join(GZIP, nothing), CSV);
        good("a member for each byte", join(eachByte(CSV)), CSV);
        good("one zero after the member", join(GZIP, new byte[1]), CSV);
        good("zeros up to a block of 512", Arrays.copyOf(GZIP, 512), CSV);
        good("more zeros than a buffer", join(GZIP, new byte[BUFFER + 10]), CSV);
        bad("one byte after the member", join(GZIP, new byte[] {'x'}), "trailing-bytes");
        bad("a line break after the member", join(GZIP, utf8("\n")), "trailing-bytes");
        bad("plain CSV after the member", join(GZIP, CSV), "trailing-bytes");
        bad("half a magic number and more after the member", join(GZIP, new byte[] {0x1f, 0x1f}), "trailing-bytes");
        bad("zeros and more after the member", join(GZIP, new byte[100], utf8("x")), "trailing-bytes");
        bad("a member after zeros", join(member(head), new byte[4], member(tail)), "trailing-bytes");
        bad("second member cut in its magic number", join(member(head), cut(member(tail), 1)), "truncated");
        bad("second member cut in its header", join(member(head), cut(member(tail), 7)), "truncated");
        bad("second member cut in its data", join(member(head), cut(member(tail), 15)), "truncated");
        bad("second member without trailer", join(member(head), cut(member(tail), -8)), "truncated");
        bad("second member with wrong CRC", join(member(head), flip(member(tail), -8)), "corrupt");
        bad("second member with wrong ISIZE", join(member(head), flip(member(tail), -1)), "corrupt");
        bad("first member with wrong CRC", join(flip(member(head), -8), member(tail)), "corrupt");
        bad("two empty members", join(nothing, nothing), "empty");
    }

    private void damagedGzip() {
        byte[] big = member(LONG_CSV);
        bad("cut to one byte", cut(GZIP, 1), "truncated");
        bad("cut to the magic number", cut(GZIP, 2), "truncated");
        bad("cut after the header", cut(GZIP, 10), "truncated");
        bad("cut in half", cut(big, big.length / 2), "truncated");
        bad("cut before the trailer", cut(big, -8), "truncated");
        bad("cut within CRC32", cut(big, -6), "truncated");
        bad("cut before ISIZE", cut(big, -4), "truncated");
        bad("cut by one byte", cut(big, -1), "truncated");
        bad("wrong CRC32", flip(big, -8), "corrupt");
        bad("wrong ISIZE", flip(big, -4), "corrupt");
        bad("flipped bits in the middle", flip(big, big.length / 2), "corrupt");
        bad("unknown block type", join(header(0), new byte[] {7}, trailer(CSV)), "corrupt");
        bad("a match before the start", join(header(0), new byte[] {0x4b, 0x04, (byte) 0xff}, trailer(CSV)), "corrupt");
        bad("trailer of another file", join(header(0), deflate(CSV, 6), trailer(LONG_CSV)), "corrupt");
        bad("a stretch of zeros in the middle", zeroed(big), "corrupt");
        byte[] pattern = new byte[32 << 20];
        Arrays.fill(pattern, 100, pattern.length, (byte) 'a');
        System.arraycopy(utf8("a,b\n1,"), 0, pattern, 0, 6);
        Arrays.fill(pattern, 6, 100, (byte) 'a');
        bad("a bomb", member(pattern), "bomb");
    }

    private void encodings() {
        good("byte order mark", join(MARK, CSV), join(MARK, CSV));
        good("byte order mark in gzip", member(join(MARK, CSV)), join(MARK, CSV));
        goodText("byte order mark and a quoted name", "\ufeff\"a,b\",c\n1,2\n");
        goodText("characters of two, three and four bytes", "n\u00e4me,\u4e16\u754c\n\u00e9,\ud83d\ude80\n");
        goodText("first and last character of each length",
                "a,b\n1,\u0001\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\n");
        goodText("a second byte order mark, within the text", "a,b\n1,\ufeff2\n");
        badText("NUL", "a,b\n1,\0\n", "encoding");
        badText("NUL in the header", "a,\0b\n1,2\n", "encoding");
        badBytes("ISO 8859-1", "encoding", 0xe4);
        badBytes("lone continuation byte", "encoding", 0x80);
        badBytes("overlong, two bytes", "encoding", 0xc0, 0x80);
        badBytes("overlong, two bytes, above NUL", "encoding", 0xc1, 0xbf);
        badBytes("overlong, three bytes", "encoding", 0xe0, 0x9f, 0xbf);
        badBytes("overlong, four bytes", "encoding", 0xf0, 0x8f, 0xbf, 0xbf);
        badBytes("first surrogate", "encoding", 0xed, 0xa0, 0x80);
        badBytes("last surrogate", "encoding", 0xed, 0xbf, 0xbf);
        badBytes("beyond the last character", "encoding", 0xf4, 0x90, 0x80, 0x80);
        badBytes("far beyond the last character", "encoding", 0xf5, 0x80, 0x80, 0x80);
        badBytes("byte 0xff", "encoding", 0xff);
        badBytes("a character one byte short", "encoding", 0xe4, 0xb8);
        bad("the last character cut", join(utf8("a,b\n1,"), new byte[] {(byte) 0xe4, (byte) 0xb8}), "encoding");
        bad("UTF-16, little end first", encoded("\ufeffa,b\n1,2\n", UTF_16LE), "encoding");
        bad("UTF-16, big end first", encoded("\ufeffa,b\n1,2\n", UTF_16BE), "encoding");
        bad("UTF-16 without mark", encoded("a,b\n1,2\n", UTF_16LE), "encoding");
        bad("UTF-32, little end first", encoded("\ufeffa,b\n1,2\n", Charset.forName("UTF-32LE")), "encoding");
        bad("UTF-32, big end first", encoded("\ufeffa,b\n1,2\n", Charset.forName("UTF-32BE")), "encoding");
        bad("UTF-16 in gzip", member(encoded("\ufeffa,b\n1,2\n", UTF_16LE)), "encoding");
        bad("a zip file", new byte[] {'P', 'K', 3, 4, 20, 0, 8, 0, 8, 0}, "not-csv");
    }

    private void otherFormats() {
        bad("no bytes", new byte[0], "empty");
        bad("gzip of no bytes", member(new byte[0]), "empty");
        badText("one line break", "\n", "empty");
        badText("white space", " \t\r\n \n", "empty");
        bad("white space in gzip", member(utf8("\n\n")), "empty");
        bad("byte order mark alone", MARK, "empty");
        badText("byte order mark and white space", "\ufeff \n", "empty");
        badText("web page", "<!DOCTYPE html>\n<html><body>Sign in</body></html>", "html");
        badText("web page without doctype", "\n  <HTML lang=\"en\">", "html");
        badText("web page after a byte order mark", "\ufeff<html></html>", "html");
        bad("web page in gzip", member(utf8("<!doctype html><html></html>")), "html");
        badText("JSON object", "{\"status\":404,\"error\":\"Not Found\"}", "json");
        badText("JSON array", "\r\n[]", "json");
        bad("JSON in gzip", member(utf8("{\"status\":\"QUEUED\"}")), "json");
        badText("XML", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "xml");
        badText("XML without declaration", "<Error><Code>ExpiredToken</Code></Error>", "xml");
        bad("gzip in gzip", member(GZIP), "double-gzip");
        bad("cut gzip in gzip", member(cut(GZIP, 1)), "double-gzip");
        goodText("a quoted name that starts with a brace", "\"{a}\",\"<b>\"\n1,2\n");
        goodText("braces and brackets after the start", "a{,b<,c[\n{},<html>,[]\n");
    }

    private void headers() {
        goodText("header alone", "a,b,c\n");
        vouchedText("header alone without line end", "a,b,c");
        badText("header alone without line end that nobody vouches for", "a,b,c", "header");
        vouchedText("one column", "a\n1\n2\n");
        badText("one column that nobody vouches for", "a\n1\n2\n", "header");
        badText("header twice", "a,b\na,b\n", "header");
        badText("header again amid the rows", "a,b\n1,2\na,b\n3,4\n", "header");
        badText("header again as last row without line end", "a,b\n1,2\na,b", "header");
        badText("header again, but quoted", "a,b\n1,2\n\"a\",b\n3,4\n", "header");
        badText("quoted header again, but bare", "\"a\",\"b\"\r\n1,2\r\na,b\r\n", "header");
        badText("header again after a byte order mark", "\ufeffa,b\n1,2\n\ufeffa,b\n3,4\n", "header");
        badText("header again after a byte order mark, but quoted", "a,b\n1,2\n\ufeff\"a\",b\n3,4\n", "header");
        badText("quoted header again after a byte order mark, but bare", "\"a\",\"b\"\n1,2\n\ufeffa,b\n3,4\n",
                "header");
        bad("the same file as two members", join(GZIP, GZIP), "header");
        bad("header again after many rows", join(LONG_CSV, CSV), "header");
        goodText("rows that nearly repeat the header", "aa,b\na,b\naa,bb\naab,\n\"aa,b\",\naa,B\n,aab\n\"\",aab\n");
        goodText("names that differ in case", "Team,team,TEAM\n1,2,3\n");
        goodText("names with line breaks, separators and quotes", "\"a\nb\",\"c,d\",\"e\"\"f\"\n1,2,3\n");
        goodText("1000 columns", String.join(",", numbers(1000)) + "\n" + "1,".repeat(999) + "1\n");
        badText("empty name first", ",b,c\n1,2,3\n", "header");
        badText("empty name last", "a,b,\n1,2,3\n", "header");
        badText("quoted empty name", "a,\"\",c\n1,2,3\n", "header");
        badText("name with a control character", "a,b\u0001,c\n1,2,3\n", "header");
        badText("blank name", "a, ,c\n1,2,3\n", "header");
        badText("repeated name", "a,b,a\n1,2,3\n", "header");
        badText("repeated name, once quoted", "a,b,\"a\"\n1,2,3\n", "header");
        badText("repeated name after a byte order mark", "\ufeffa,b,a\n1,2,3\n", "header");
        badText("blank first line", "\na,b\n1,2\n", "header");
        badText("a page of blank lines before the header", "\n".repeat(5000) + "a,b\n1,2\n", "header");
        badText("a page of spaces alone", " ".repeat(5000), "header");
        badText("no line end within a MiB", "a".repeat((1 << 20) + 1), "header");
        badText("quote without end in the header", "a,\"b\n1,2\n", "unclosed-quote");
    }

    private void rows() {
        goodText("CRLF", "a,b\r\n1,2\r\n3,4\r\n");
        goodText("lone CR", "a,b\r1,2\r3,4\r");
        goodText("all line ends mixed", "a,b\r1,2\r\n3,4\n5,6\r\r\n7,8");
        goodText("no last line end", "a,b\n1,2");
        goodText("CR as last byte", "a,b\n1,2\r");
        goodText("empty values", "a,b,c\n,,\n\"\",,\"\"\n,,");
        goodText("quoted line breaks", "a,b\n\"1\n2\r\n3\r4\",5\n");
        goodText("quoted separators", "a,b\n\",,,\",\",\"\n");
        goodText("escaped quotes", "a,b\n\"\"\"\",\"say \"\"so\"\"\"\n\"\"\"\"\"\",x\n");
        goodText("quotes within a bare value", "a,b\n5\" disk,x\"\"y\"\n");
        goodText("text after the closing quote", "a,b\n\"x\"y,\"x\" \n");
        goodText("blank lines at the end", "a,b\n1,2\n\n\r\n\r");
        goodText("blank lines between", "a,b\n\n1,2\n\n\n3,4\n");
        vouchedText("blank lines in one column", "a\n1\n\n3\n");
        goodText("a value of one MiB", "a,b\n" + "x".repeat(1 << 20) + ",\"" + "y\n".repeat(1 << 19) + "\"\n");
        goodText("other control characters", "a,b\n\t1\u000b,\u001f2\u007f\n");
        badText("row too short", "a,b,c\n1,2,3\n1,2\n1,2,3\n", "ragged");
        badText("row too long", "a,b,c\n1,2,3,4\n", "ragged");
        badText("last row cut", "a,b,c\n1,2,3\n1,2", "ragged");
        badText("a line of one space", "a,b\n1,2\n \n", "ragged");
        badText("other separator than the header", "a,b\n1;2\n", "ragged");
        badText("quote never closed", "a,b\n1,\"2\n3,4\n5,6\n", "unclosed-quote");
        badText("quote opened by the last byte", "a,b\n1,\"", "unclosed-quote");
        badText("escaped quote where the closing one is due", "a,b\n1,\"2\"\"\n", "unclosed-quote");
        bad("ragged in gzip", member(utf8("a,b\n1\n")), "ragged");
        bad("ragged after many rows", member(join(LONG_CSV, utf8("1,2\n"))), "ragged");
    }

    /** Whatever is longer than a byte, laid over the border of two pieces. */
    private void borders() {
        for (int border : new int[] {4096, 4096 + BUFFER}) {
            for (int before = 0; before <= 4; before++) {
                String where = " " + before + " bytes before byte " + border;
                byte[] start = rowsUpTo(border - before);
                good("rocket" + where, join(start, utf8("\ud83d\ude80,x\n")));
                good("CRLF" + where, join(start, utf8("1,2\r\n3,4\r\n")));
                good("escaped quote" + where, join(start, utf8("\"\"\"\",x\n")));
                good("the end" + where, start);
                bad("broken character" + where, join(start, new byte[] {(byte) 0xf0, (byte) 0x9f, (byte) 0x9a, 'x'}),
                        "encoding");
                bad("header again" + where, join(start, utf8("a,b\n1,2\n")), "header");
                bad("quoted header again" + where, join(start, utf8("\"a\",\"b\"\n1,2\n")), "header");
                bad("surrogate" + where, join(start, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}), "encoding");
            }
        }
        for (int after = -12; after <= 12; after++) {
            byte[] first = memberOfLength(BUFFER + after, CSV);
            good("a member up to byte " + first.length, first, CSV);
            good("two members meet at byte " + first.length, join(first, member(utf8("a,b,c\n"))),
                    join(CSV, utf8("a,b,c\n")));
            bad("garbage from byte " + first.length, join(first, utf8("garbage")), "trailing-bytes");
        }
    }

    private void good(String name, byte[] bytes, byte[] content) {
        cases.add(new Case(name, bytes, null, content, false));
    }

    private void good(String name, byte[] plain) {
        good(name, plain, plain);
    }

    private void goodText(String name, String text) {
        good(name, utf8(text));
    }

    private void vouchedText(String name, String text) {
        cases.add(new Case(name, utf8(text), null, utf8(text), true));
    }

    private void bad(String name, byte[] bytes, String reason) {
        cases.add(new Case(name, bytes, reason, null, false));
    }

    private void badText(String name, String text, String reason) {
        bad(name, utf8(text), reason);
    }

    /** Bytes in the midst of a CSV that is in order otherwise. */
    private void badBytes(String name, String reason, int... bytes) {
        byte[] wrong = new byte[bytes.length];
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] = (byte) bytes[i];
        }
        bad(name, join(utf8("a,b\n1,"), wrong, utf8("\n")), reason);
    }

    private static byte[] memberOfLength(int length, byte[] content) {
        int extra = length - memberWith(EXTRA, NO_EXTRA, content).length;
        return memberWith(EXTRA, new byte[extra], content);
    }

    private static byte[] rowsUpTo(int length) {
        StringBuilder text = new StringBuilder("a,b\n");
        while (text.length() < length - 20) {
            text.append("1234567,\"9\"\n");
        }
        int filling = length - text.length() - 3;
        return utf8(text + "x".repeat(filling) + ",y\n");
    }

    private static byte[] longCsv(int length) {
        StringBuilder text = new StringBuilder("team,start_date,hours\n");
        for (long row = 1; text.length() < length; row++) {
            text.append("Team " + row * 7919 % 1009 + ",2026-01-01," + row * row % 99991 + '\n');
        }
        return utf8(text.toString());
    }

    private static String[] numbers(int count) {
        String[] numbers = new String[count];
        Arrays.setAll(numbers, Integer::toString);
        return numbers;
    }

    private static byte[][] eachByte(byte[] content) {
        byte[][] members = new byte[content.length][];
        Arrays.setAll(members, i -> member(new byte[] {content[i]}));
        return members;
    }

    private static byte[] encoded(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** The first bytes; with a negative number, all but so many last ones. */
    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length);
    }

    /** One byte turned over; with a negative number, counted from the end. */
    private static byte[] flip(byte[] bytes, int index) {
        byte[] flipped = bytes.clone();
        flipped[index < 0 ? bytes.length + index : index] ^= (byte) 0xff;
        return flipped;
    }

    private static byte[] replace(byte[] bytes, int index, int value) {
        byte[] replaced = bytes.clone();
        replaced[index] = (byte) value;
        return replaced;
    }

    private static byte[] zeroed(byte[] bytes) {
        byte[] zeroed = bytes.clone();
        Arrays.fill(zeroed, bytes.length / 3, bytes.length / 3 + 64, (byte) 0);
        return zeroed;
    }
}
