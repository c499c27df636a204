package io.seiexport.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * Blots secrets out of what is shown: those that it was told, however they are written, and all that looks like one.
 * What it was told once it never forgets, for an answer may repeat the key of before.
 */
public final class Secrets {
    private static final String BLOT = "***";
    /** Fewer characters of a secret tell nobody anything. */
    private static final int TELLING = 4;
    private static final int SHORTEST = 3;
    /** A shorter line of a longer secret may be a bracket or a word that stands elsewhere, too. */
    private static final int SHORTEST_LINE = 6;
    /** Of a shorter one too few letters of Base64 are its own. */
    private static final int SHORTEST_IN_BASE64 = 8;

    private static final String NAMES = "(?:pass(?:word|wd|phrase)|secret|salt|token|signature|credentials?"
            + "|(?:api|secret|access|private|account)[._-]?key)";
    private static final Pattern NAMED = Pattern.compile("(?i)(?:.*[._-])?" + NAMES + "|notify[._].*url");
    /** Of an address, whoever it leads to, the query is left out: any part of it may be a signature. */
    private static final Pattern QUERY = Pattern.compile("(?i)(https?://[^\\s?#\"'<>]*+)(\\?[^\\s\"'<>]+)?");
    private static final Pattern USER = Pattern.compile("://[^/\\s\"'<>]+@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)((?:[?&;]|%3f|%26|\\\\u0026)[\\w.-]{0,40}?"
            + "(?:sig|sign|hmac|pwd|policy|auth|jwt|key|accesskeyid|googleaccessid|" + NAMES + ")(?:=|%3d))"
            + "[^&;\\s\"'<>,)\\]}]*");
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(" + NAMES + " ?= ?)[^\\s\"'<>,;&)\\]}]+");
    private static final Pattern QUOTED = Pattern.compile("(?i)(\"[\\w.-]{0,40}?" + NAMES
            + "\"\\s{0,9}:\\s{0,9}\")[^\"]*");
    private static final Pattern HEADER = Pattern.compile("(?i)((?:authorization|sei_api_key|x-api-key|"
            + "x-amz-security-token|cookie)(?:: ?|=))[^\"\\r\\n]+");
    private static final Pattern SCHEME = Pattern.compile("((?:ApiKey|Bearer|Basic)\\s{1,9})[\\w.~+/=|:-]{6,}");
    private static final List<Look> LOOKS = List.of(new Look(HEADER, List.of(":", "=")),
            new Look(SCHEME, List.of("ApiKey", "Bearer", "Basic")), new Look(PARAMETER, List.of("=", "%")),
            new Look(ASSIGNED, List.of("=")), new Look(QUOTED, List.of("\"")));
    private static final String ADDRESS = "://";

    /** What a secret looks like, and what each text holds in which there is one: most of a log have nothing of it. */
    private record Look(Pattern pattern, List<String> signs) {

        String blottedOut(String text) {
            return signs.stream().anyMatch(text::contains) ? pattern.matcher(text).replaceAll("$1" + BLOT) : text;
        }
    }

    /** The longer first: one may begin with another, and its rest would stay. */
    private final Map<String, Pattern> known = new ConcurrentSkipListMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Whether what stands under such a name is a secret. */
    public static boolean isNamed(String name) {
        return NAMED.matcher(name).matches();
    }

    public void learn(String secret) {
        learnAsOne(secret);
        // A message may have been cut at the end of a line, and a header has a blank there.
        secret.lines().map(String::strip).filter(line -> line.length() >= SHORTEST_LINE).forEach(this::learnAsOne);
    }

    private void learnAsOne(String secret) {
        if (secret.length() >= SHORTEST) {
            known.computeIfAbsent(secret, Secrets::anyWriting);
        }
    }

    /** The text without the secrets that are known, and without anything that looks like one. */
    public String blotOut(String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        var clean = blotOutKnown(text);
        if (clean.contains(ADDRESS)) {
            clean = USER.matcher(clean).replaceAll(ADDRESS + BLOT + "@");
            clean = QUERY.matcher(clean).replaceAll(found -> found.group(2) == null ? "$1" : "$1?" + BLOT);
        }
        for (var look : LOOKS) {
            clean = look.blottedOut(clean);
        }
        return clean;
    }

    /** The same without judging by the looks: for what should else stay as it is. */
    public String blotOutKnown(String text) {
        var clean = text;
        for (var secret : known.entrySet()) {
            clean = secret.getValue().matcher(clean).replaceAll(BLOT);
            clean = withoutBeginning(secret.getKey(), clean);
        }
        return clean;
    }

    /** A quotation may have been cut amid the secret. */
    private static String withoutBeginning(String secret, String text) {
        if (text.indexOf('…') < 0) {
            return text;
        }
        for (var length = secret.length() - 1; length >= TELLING; length--) {
            var beginning = secret.substring(0, length) + "…";
            if (text.contains(beginning)) {
                return text.replace(beginning, BLOT + "…");
            }
        }
        return text;
    }

    /** As it is, letter by letter as addresses, JSON and HTML may have it, and as a part of Base64. */
    private static Pattern anyWriting(String secret) {
        var writings = new StringJoiner("|");
        var letters = new StringBuilder();
        secret.codePoints().forEach(c -> letters.append(anyWriting(c)));
        writings.add(letters);
        if (secret.length() >= SHORTEST_IN_BASE64) {
            for (var before = 0; before < 3; before++) {
                writings.add(inBase64(secret, before));
            }
        }
        return Pattern.compile(writings.toString());
    }

    private static String anyWriting(int c) {
        var letter = Character.toString(c);
        var percent = new StringBuilder();
        for (var b : letter.getBytes(UTF_8)) {
            percent.append("%%%02x".formatted(b));
        }
        var json = new StringBuilder();
        for (var half : letter.toCharArray()) {
            json.append("\\\\u%04x".formatted((int) half));
        }
        return "(?:" + (Character.isLetterOrDigit(c) ? "" : "\\\\?") + Pattern.quote(letter)
                + "|(?i:" + percent + "|" + json + "|&#0{0,4}" + c + ";|&#x0{0,4}" + Integer.toHexString(c) + ";)"
                + switch (c) {
                    case ' ' -> "|\\+";
                    case '&' -> "|&amp;";
                    case '<' -> "|&lt;";
                    case '>' -> "|&gt;";
                    case '"' -> "|&quot;";
                    case '\'' -> "|&apos;";
                    default -> "";
                } + ")";
    }

    /** Those letters of Base64 that are the same whatever stands around the secret, with so many bytes before it. */
    private static String inBase64(String secret, int before) {
        var bytes = secret.getBytes(UTF_8);
        var shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        var base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        var own = base64.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
        var pattern = new StringBuilder();
        for (var letter : own.toCharArray()) {
            pattern.append(switch (letter) {
                case '+' -> "(?:[+-]|%2[Bb])";
                case '/' -> "(?:[/_]|%2[Ff]|\\\\/)";
                default -> String.valueOf(letter);
            });
        }
        return pattern.toString();
    }
}
