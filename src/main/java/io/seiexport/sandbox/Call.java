package io.seiexport.sandbox;

/** What a caller can ask of the export API. */
public enum Call {
    CREATE, STATUS, DOWNLOAD, LIST, REPORT
}
