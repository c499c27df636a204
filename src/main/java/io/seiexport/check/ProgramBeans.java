package io.seiexport.check;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Part;
import org.apache.camel.CamelContext;

/** The beans that routes can use: those of the program and of the settings, with their methods. */
record ProgramBeans(CamelContext context) {

    /** Whether there is such a bean, with such a method that takes as many values. */
    boolean have(Part part) {
        return bean(part.name()).map(bean -> part.method().isEmpty() || methods(bean, part.method())
                        .anyMatch(method -> part.values() < 0 || method.isVarArgs()
                                || method.getParameterCount() == part.values()))
                .orElseGet(() -> context.getExecutorServiceManager().getThreadPoolProfile(part.name()) != null);
    }

    boolean know(String name) {
        return bean(name).isPresent();
    }

    /** What a method takes that is given another number of values. */
    String otherwise(Part part) {
        var taken = bean(part.name()).stream().flatMap(bean -> methods(bean, part.method()))
                .map(method -> String.valueOf(method.getParameterCount())).sorted().distinct()
                .collect(Collectors.joining(" or "));
        return taken.isEmpty() ? "" : " for " + part.values() + " values, only for " + taken;
    }

    /** The method that was probably meant, to end a sentence with. */
    String nearestMethod(Part part) {
        return bean(part.name()).filter(bean -> methods(bean, part.method()).findAny().isEmpty())
                .map(bean -> new Nearest(Stream.of(bean.getClass().getMethods()).map(Method::getName).toList())
                        .suggestion(part.method(), "%s")).orElse("");
    }

    private Optional<Object> bean(String name) {
        return Optional.ofNullable(context.getRegistry().lookupByName(name));
    }

    private static Stream<Method> methods(Object bean, String name) {
        return Stream.of(bean.getClass().getMethods()).filter(method -> method.getName().equals(name));
    }
}
