package io.seiexport.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.seiexport.settings.BeansFirst;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** Parses the unchanged files of routes once, not for each context: that took a twentieth of the time of the tests. */
final class RememberedYaml extends BeansFirst {
    private static final Map<String, List<Event>> EVENTS = new ConcurrentHashMap<>();
    private static final String UNCHANGED = "file:routes/";

    RememberedYaml(CamelContext context) {
        super(context);
    }

    @Override
    protected Parser parser(LoadSettings settings, byte[] bytes) {
        if (!settings.getLabel().startsWith(UNCHANGED)) {
            return super.parser(settings, bytes);
        }
        // A sink that is like another one has a text of its own, and where it stands is part of what it says.
        var file = settings.getLabel() + "\n" + new String(bytes, UTF_8);
        return new Remembered(EVENTS.computeIfAbsent(file, read -> all(super.parser(settings, bytes))));
    }

    private static List<Event> all(Parser parser) {
        var events = new ArrayList<Event>();
        parser.forEachRemaining(events::add);
        return List.copyOf(events);
    }

    private static final class Remembered implements Parser {
        private final List<Event> events;
        private int next;

        Remembered(List<Event> events) {
            this.events = events;
        }

        @Override
        public boolean checkEvent(Event.ID choice) {
            return hasNext() && peekEvent().getEventId() == choice;
        }

        @Override
        public Event peekEvent() {
            return events.get(next);
        }

        @Override
        public boolean hasNext() {
            return next < events.size();
        }

        @Override
        public Event next() {
            return events.get(next++);
        }
    }
}
