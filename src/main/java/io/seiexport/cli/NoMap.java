package io.seiexport.cli;

import org.apache.camel.Exchange;
import org.apache.camel.support.TypeConverterSupport;

/**
 * Says at once that an object is no map. Of each parameter of a statement Camel asks twice whether the body is one, and
 * where it is none looks through all of its converters each time, in vain: it keeps only what it finds.
 */
final class NoMap extends TypeConverterSupport {

    @Override
    @SuppressWarnings("unchecked")
    public <T> T convertTo(Class<T> type, Exchange exchange, Object value) {
        return (T) MISS_VALUE;
    }
}
