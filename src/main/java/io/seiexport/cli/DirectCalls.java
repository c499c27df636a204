package io.seiexport.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.language.bean.BeanLanguage;

/**
 * Calls the methods that expressions of the routes name as they stand. Camel copies the exchange for each call, and
 * looks through the class of each new object that a variable holds: half of the processor time of an export. What is
 * named otherwise than by a plain method without parameters, or with the exchange alone, is still Camel's.
 */
final class DirectCalls extends BeanLanguage {
    /** Under which Camel finds it in place of its own. */
    static final String NAME = "bean-language";

    private static final Pattern OF_PART = Pattern.compile("([\\w-]+)(?:\\?method=|\\.)(\\w+)");
    /** What follows the name of a variable begins with the dot. */
    private static final Pattern PATH = Pattern.compile("\\.?+(\\w+(?:\\.\\w+)*)");
    private static final int RESULT = 0;
    private static final int OBJECT = 1;
    private static final int METHOD = 2;
    private static final int PART = 4;

    private final Map<Place, Optional<List<Method>>> known = new ConcurrentHashMap<>();

    private record Place(Class<?> type, String path) {
    }

    @Override
    public Expression createExpression(String text, Object[] properties) {
        var object = property(Object.class, properties, OBJECT, null);
        var path = property(String.class, properties, METHOD, null);
        if (object == null) {
            var part = property(String.class, properties, PART, null);
            var named = OF_PART.matcher(text == null ? "" : text);
            if (part == null && named.matches()) {
                part = named.group(1);
                path = named.group(2);
            }
            object = part == null ? null : getCamelContext().getRegistry().lookupByName(part);
        }
        var methods = object == null || path == null ? Optional.<List<Method>>empty()
                : known.computeIfAbsent(new Place(object.getClass(), path), DirectCalls::find);
        if (methods.isEmpty()) {
            return super.createExpression(text, properties);
        }
        var result = property(Class.class, properties, RESULT, null);
        return new Call(object, methods.get(), result == null ? Object.class : result,
                () -> super.createExpression(text, properties));
    }

    private static Optional<List<Method>> find(Place place) {
        var path = PATH.matcher(place.path);
        if (!path.matches()) {
            return Optional.empty();
        }
        var methods = new ArrayList<Method>();
        Class<?> type = place.type;
        for (var name : path.group(1).split("\\.")) {
            var method = only(type, name);
            if (method.isEmpty() || !methods.isEmpty() && method.get().getParameterCount() > 0) {
                return Optional.empty();
            }
            methods.add(method.get());
            type = method.get().getReturnType();
        }
        return Optional.of(List.copyOf(methods));
    }

    /** Of several of that name Camel chooses one by what they are given. */
    private static Optional<Method> only(Class<?> type, String name) {
        var called = Arrays.stream(type.getMethods()).filter(method -> method.getName().equals(name)
                && !method.isBridge() && !Modifier.isStatic(method.getModifiers())).toList();
        return called.size() == 1 ? called.stream().filter(DirectCalls::isPlain).findFirst() : Optional.empty();
    }

    private static boolean isPlain(Method method) {
        var given = method.getParameterTypes();
        return method.getReturnType() != void.class && (given.length == 0 || given.length == 1
                && given[0] == Exchange.class) && method.trySetAccessible();
    }

    private record Call(Object object, List<Method> methods, Class<?> result, Supplier<Expression> otherwise)
            implements Expression {

        Object value(Exchange exchange) {
            Object value = object;
            try {
                for (var method : methods) {
                    if (value == null) {
                        // Camel says in its words on the way to what there is nothing.
                        return otherwise.get().evaluate(exchange, Object.class);
                    }
                    value = method.getParameterCount() == 0 ? method.invoke(value) : method.invoke(value, exchange);
                }
            } catch (InvocationTargetException e) {
                exchange.setException(e.getTargetException());
                return null;
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
            return value;
        }

        @Override
        public <T> T evaluate(Exchange exchange, Class<T> type) {
            var value = value(exchange);
            if (result != Object.class) {
                value = converted(exchange, result, value);
            }
            return converted(exchange, type, value);
        }

        private static <T> T converted(Exchange exchange, Class<T> type, Object value) {
            return value == null || type.isInstance(value) ? type.cast(value)
                    : exchange.getContext().getTypeConverter().convertTo(type, exchange, value);
        }

        @Override
        public String toString() {
            return "method: " + methods.get(methods.size() - 1).getName();
        }
    }
}
