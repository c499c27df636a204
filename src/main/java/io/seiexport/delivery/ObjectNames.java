package io.seiexport.delivery;

/** Names what is put into a bucket, where nothing but a slash makes a folder of a prefix. */
public final class ObjectNames {

    public String below(String prefix, String name) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix + name : prefix + "/" + name;
    }
}
