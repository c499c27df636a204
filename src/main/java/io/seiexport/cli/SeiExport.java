package io.seiexport.cli;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import io.seiexport.failure.FatalErrorHandler;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine;

/** The command line: what can be done with the settings and routes of the folder it is called in. */
@Command(name = "sei-export", mixinStandardHelpOptions = true,
        description = "Downloads the engineering metrics of Harness SEI as verified CSV files and delivers them.",
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

    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of("run", "once", "plan", "backfill", "history", "retry", "forget",
            "teams", "remote", "check", "sandbox");
    private static final Set<String> VERSION = Set.of("--version", "-V");

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
        asked(args).forEach(name -> line.addSubcommand(name, command(name)));
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

    /** Only the one that is named, for each takes its time to be made; all of them for whoever needs their list. */
    private static List<String> asked(String[] args) {
        return args.length > 0 && COMMANDS.contains(args[0]) ? List.of(args[0])
                : args.length > 0 && VERSION.contains(args[0]) ? List.of() : COMMANDS;
    }

    private static Callable<Integer> command(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "once" -> new OnceCommand();
            case "plan" -> new PlanCommand();
            case "backfill" -> new BackfillCommand();
            case "history" -> new HistoryCommand();
            case "retry" -> new RetryCommand();
            case "forget" -> new ForgetCommand();
            case "teams" -> new TeamsCommand();
            case "remote" -> new RemoteCommand();
            case "check" -> new CheckCommand();
            case "sandbox" -> new SandboxCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
