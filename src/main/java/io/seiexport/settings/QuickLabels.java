package io.seiexport.settings;

import org.apache.camel.dsl.yaml.common.YamlDeserializerResolver;
import org.apache.camel.dsl.yaml.deserializers.ModelDeserializers;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.api.ConstructNode;

/**
 * Makes the steps {@code to}, of which Camel wants a label without secrets at the start: it would look for a password
 * before each {@code @} of each statement of SQL, in a time that grows with the square of a line.
 */
final class QuickLabels implements YamlDeserializerResolver {

    @Override
    public int getOrder() {
        return ORDER_HIGHEST;
    }

    @Override
    public ConstructNode resolve(String id) {
        return id.equals("to") ? new Reader() : null;
    }

    private static final class Reader extends ModelDeserializers.ToDefinitionDeserializer {
        @Override
        protected ToDefinition newInstance() {
            return new ToDefinition();
        }

        @Override
        protected ToDefinition newInstance(String uri) {
            var step = new ToDefinition();
            step.setUri(uri);
            return step;
        }
    }

    /** Camel's writers of routes go by this name. */
    static final class ToDefinition extends org.apache.camel.model.ToDefinition {

        /** The same label as ever. A password stands behind a host only, any other secret among the options. */
        @Override
        public String getLabel() {
            var uri = getEndpointUri();
            if (uri == null || uri.contains("://")) {
                return super.getLabel();
            }
            var options = 0;
            while (options < uri.length() && uri.charAt(options) != '?' && uri.charAt(options) != '&') {
                options++;
            }
            return "to[" + uri.substring(0, options) + URISupport.sanitizeUri(uri.substring(options)) + "]";
        }
    }
}
