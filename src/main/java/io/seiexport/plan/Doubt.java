package io.seiexport.plan;

/** A setting that can be used and is hardly meant as it is, and a sentence that names the one to change. */
public record Doubt(String setting, String sentence) {
}
