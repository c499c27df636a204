package io.seiexport.sandbox;

/** What a caller can ask of the API: exports first, then the teams and the people. */
public enum Call {
    CREATE, STATUS, DOWNLOAD, LIST, REPORT, TREES, TEAMS, FLAT, DEVELOPERS, IDENTITIES
}
