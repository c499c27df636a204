package io.seiexport.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells which build of the program this is. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = SeiExport.class.getPackage().getImplementationVersion();
        return new String[] {"sei-export " + (version == null ? "(not packaged)" : version)};
    }
}
