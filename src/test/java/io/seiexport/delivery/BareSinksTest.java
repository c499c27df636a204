package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BareSinksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "file:/mnt/share              | file:/mnt/share?tempFileName=.${file:onlyname}.part&fileExist=TryRename",
        "file:x?fileName=a.csv        | file:x?fileName=a.csv&tempFileName=.${file:onlyname}.part&fileExist=TryRename",
        "sftp:me@host/in?password=RAW(?) | sftp:me@host/in?password=RAW(?)&tempFileName=.${file:onlyname}.part"
                + "&eagerDeleteTargetFile=false",
        "ftp:host                     | ftp:host?tempFileName=.${file:onlyname}.part&eagerDeleteTargetFile=false",
        "ftps:host                    | ftps:host?tempFileName=.${file:onlyname}.part&eagerDeleteTargetFile=false"})
    void a_folder_gets_a_hidden_name_for_what_is_not_whole(String sink, String endpoint) {
        assertThat(BareSinks.completed(sink)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:x?tempFileName=y", "file:x?a=b&tempPrefix=y", "file:x?fileExist=Append",
        "sftp:host/x?eagerDeleteTargetFile=true", "direct:sink-file", "kafka:file:x", "aws2-s3:bucket"})
    void who_has_a_way_of_his_own_or_is_no_folder_stays_as_he_is(String sink) {
        assertThat(BareSinks.completed(sink)).isEqualTo(sink);
    }
}
