package io.seiexport.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {
    private static final String EVERYWHERE = "[A-Za-z0-9_-][A-Za-z0-9._~-]*";
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul",
            "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");
    private static final List<String> AWKWARD = List.of("", " ", "  ", ".", "..", "...", "_", "__", "/", "\\", ":", "~",
            "a/b", "a\\b", "a b", "a_b", "a?b", "a.b", "a~b", "a.", "a..", "a_", "a ", " a", ".a", "_a", "../a", "a/..",
            "\u0000", "a\u0000", "\u0000a", "\n", "a\nb", "K\u00f6ln", "K\u00f3ln", "K_ln", "Ko\u0308ln",
            "\ud83d\ude80", "\ud83d\ude81", "*", "<", ">", "|", "\"", "CON", "con", "nul", "NUL.txt", "nul.tar.gz",
            "com1.txt", "LPT9", "_CON", "_con", "aux.", "prn ", "CON~", "COM\u00b9", "CONIN$", "-rf", "-", "%2e%2e",
            "~a1b2c3d4e5f6");

    @ParameterizedTest
    @ValueSource(strings = {"456", "team_abc123", "Engineering", "platform-team", "v1.2", "Console", "company", "com10",
        "nullable.txt", "a-con", "_"})
    void a_harmless_name_stays_as_it_is(String name) {
        assertThat(SafeName.of(name)).isEqualTo(name);
    }

    @Test
    void a_name_is_made_of_what_every_file_system_and_bucket_takes() {
        assertThat(AWKWARD).map(SafeName::of).allMatch(safe -> safe.matches(EVERYWHERE) && !safe.endsWith("."));
    }

    @Test
    void no_name_is_a_windows_device_with_or_without_an_ending() {
        for (var device : DEVICES) {
            for (var name : List.of(device, device.toUpperCase(Locale.ROOT), device + ".txt", device + ".tar.gz",
                    device + ".", device + " ", device + " .txt", device + "/", device + ":",
                    device + "_".repeat(300))) {
                var beforeTheDot = SafeName.of(name).replaceFirst("\\..*", "").toLowerCase(Locale.ROOT);
                assertThat(beforeTheDot).as(name).isNotIn(DEVICES);
            }
        }
    }

    @Test
    void no_two_names_become_the_same() {
        var names = new HashMap<String, String>();
        for (var name : AWKWARD) {
            assertThat(names.put(SafeName.of(name), name)).as(name).isNull();
        }
    }

    @Test
    void what_a_name_becomes_does_not_stay_the_same_when_it_is_made_safe_once_more() {
        // Else a name that looks like the outcome for another name would meet it.
        assertThat(AWKWARD).map(SafeName::of).filteredOn(safe -> safe.contains("~"))
                .isNotEmpty()
                .allSatisfy(safe -> assertThat(SafeName.of(safe)).isNotEqualTo(safe));
    }

    @Test
    void long_names_that_differ_in_their_last_letter_stay_apart_and_short() {
        var safe = IntStream.rangeClosed('a', 'z')
                .mapToObj(last -> SafeName.of("x".repeat(299) + (char) last)).toList();

        assertThat(safe).doesNotHaveDuplicates().allMatch(name -> name.getBytes(UTF_8).length <= 80);
    }
}
