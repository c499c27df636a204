package io.seiexport.cli;

import io.seiexport.failure.FatalErrorHandler;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine;

/** The command line: what can be done with the settings and routes of the folder it is called in. */
@Command(name = "sei-export", mixinStandardHelpOptions = true,
        description = "Downloads the engineering metrics of Harness SEI as verified CSV files and delivers them.",
        subcommands = {RunCommand.class, OnceCommand.class, PlanCommand.class, BackfillCommand.class,
            HistoryCommand.class, RetryCommand.class, ForgetCommand.class, TeamsCommand.class, RemoteCommand.class,
            CheckCommand.class, SandboxCommand.class},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "  0:everything was delivered, or nothing was owed",
            "  1:a setting or the command line was wrong and nothing was started; or a check has failed",
            "  2:at least one export failed; the others were delivered"},
        footer = "%nReads application.properties and routes/ of the current folder. The default command is run.")
public final class SeiExport {
    static final int DONE = 0;
    static final int WRONG_USE = 1;
    static final int SOME_FAILED = 2;

    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler(new FatalErrorHandler());
        try {
            Plugins.ofThisProgram().load();
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USE);
        }
        var status = execute(args.length == 0 ? new String[] {"run"} : args);
        // Maven's exec:java runs this within its own process, which must be left alive to end as it should.
        if (status != DONE) {
            System.exit(status);
        }
    }

    /** Runs one command to its end, and tells its exit status. */
    public static int execute(String... args) {
        var line = new CommandLine(new SeiExport());
        var version = SeiExport.class.getPackage().getImplementationVersion();
        line.getCommandSpec().version("sei-export " + (version == null ? "(not packaged)" : version));
        return line
                .setParameterExceptionHandler((wrong, parsed) -> {
                    var command = wrong.getCommandLine();
                    command.getErr().println(wrong.getMessage() + "; see " + command.getCommandSpec().qualifiedName()
                            + " --help");
                    return WRONG_USE;
                })
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    StartFailure.sentences(thrown).stream().map(Logs::clean).forEach(command.getErr()::println);
                    return WRONG_USE;
                })
                .execute(args);
    }
}
