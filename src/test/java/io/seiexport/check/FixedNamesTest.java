package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedNamesTest {
    private static List<String> findings(String sink) {
        return FixedNames.findings("export.ba.sinks", List.of(sink));
    }

    @ParameterizedTest
    @CsvSource({"file, file:out?fileName=ba.csv, ba.csv", "ftp, ftp:h/in?delete=true&fileName=ba.csv, ba.csv",
        "sftp, sftp:h/in?fileName=ba.csv&disconnect=true, ba.csv",
        "file, file:out?file-name=ba.csv, ba.csv",
        "file, file:out?fileName=ba-${date:now:yyyyMMdd}.csv, ba-${date:now:yyyyMMdd}.csv"})
    void a_file_name_without_the_window_is_refused(String scheme, String sink, String name) {
        assertThat(findings(sink)).containsExactly("export.ba.sinks = " + scheme + ":...: each file would take the "
                + "place of the one before, since fileName=" + name + " has nothing of the window; leave fileName out, "
                + "or put ${file:name} into it");
    }

    @ParameterizedTest
    @CsvSource({"file, file:out?flatten=true, flatten=true",
        "sftp, sftp:h/in?flatten=true&fileName=${file:name.noext}.txt, flatten=true",
        "file, file:out?fileName=${variable.export.name}.csv&flatten=true, flatten=true",
        "file, file:out?fileName=x-${file:onlyname}, fileName=x-${file:onlyname}"})
    void a_file_name_without_the_scope_is_refused(String scheme, String sink, String cause) {
        assertThat(findings(sink)).containsExactly("export.ba.sinks = " + scheme + ":...: files of several scopes would "
                + "take each other's place, since " + cause + " leaves no more of a name than the window; leave it out, "
                + "or set fileName=${variable.export.stagedName}.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/in", "https:example.com/in?httpMethod=PUT",
        "aws2-s3:bucket?keyName=ba.csv", "azure-storage-blob:account/box?operation=uploadBlockBlob&blob-name=ba.csv"})
    void an_address_is_the_same_for_all_windows(String sink) {
        assertThat(findings(sink)).containsExactly("export.ba.sinks = " + sink.replaceFirst(":.*", ":...")
                + ": each file would be sent to the same address, which has nothing of the window; use a sink route "
                + "that puts ${variable.export.name} into it (src/docs/sinks.md)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:out", "file:out?fileName=${file:name}", "sftp:h/in?fileName=x-${variable.entry.id}",
        "file:out?fileName=all.csv&fileExist=Append", "file:out?tempFileName=x", "direct:sink-file",
        "kafka:topic?fileName=x",
        "file:out?flatten=true&fileName=${variable.export.stagedName}.csv", "file:out?flatten=false",
        "file:out?flatten=true&fileExist=Append", "aws2-s3:bucket?region=x"})
    void names_that_tell_windows_apart_are_fine(String sink) {
        assertThat(findings(sink)).isEmpty();
    }
}
