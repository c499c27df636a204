package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warm JVM that ends while no command runs in it, such as one that a machine without memory kills, harms nobody. */
class WarmProgramIT {
    @TempDir
    private Path directory;
    private Installation installation;

    @BeforeEach
    void a_warm_jvm_dies() throws IOException {
        installation = Installation.in(directory);
        installation.run("--version");
        var warm = warm();
        assertThat(warm).hasSize(1);
        warm.get(0).destroyForcibly();
        warm.get(0).onExit().join();
    }

    /** Those that work in the folder of this test. */
    private List<ProcessHandle> warm() {
        return ProcessHandle.current().children().filter(child -> {
            try {
                return Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/cwd")).equals(directory.toRealPath());
            } catch (IOException ended) {
                return false;
            }
        }).toList();
    }

    @Test
    void the_next_command_runs_in_another_one() throws Exception {
        assertThat(installation.run("--version").code()).isZero();
    }

    @Test
    void its_folder_is_calm() {
        assertThatNoException().isThrownBy(() -> WarmProgram.calm(directory));
    }
}
