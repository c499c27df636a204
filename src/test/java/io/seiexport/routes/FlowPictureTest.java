package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import javax.xml.parsers.DocumentBuilderFactory;

import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FlowPictureTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Path SETTINGS = Path.of("application.properties");
    private static final Path PICTURE = Path.of("src/docs/flow.svg");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy_the_routes() throws IOException {
        RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        Files.copy(SETTINGS, folder.resolve(SETTINGS));
    }

    @Test
    void the_picture_shows_the_routes_as_they_are() throws IOException {
        var drawn = FlowPicture.of(ROUTES, SETTINGS).svg();
        if (Boolean.getBoolean("picture.write")) {
            Files.writeString(PICTURE, drawn);
        }

        assertThat(PICTURE)
                .as("the routes have changed; draw them anew with "
                        + "./mvnw -q test -Dtest=FlowPictureTest -Dpicture.write=true")
                .hasContent(drawn);
    }

    @Test
    void no_letter_stands_outside_of_its_box() throws Exception {
        var cards = elements(parsed(FlowPicture.of(ROUTES, SETTINGS).svg()).getElementsByTagName("g"));

        assertThat(cards).hasSizeGreaterThan(10).allSatisfy(card -> {
            var box = (Element) card.getElementsByTagName("rect").item(0);
            assertThat(elements(card.getElementsByTagName("text"))).isNotEmpty().allSatisfy(text -> {
                assertThat(left(text)).as(text.getTextContent()).isGreaterThan(number(box, "x"));
                assertThat(left(text) + width(text)).as(text.getTextContent())
                        .isLessThan(number(box, "x") + number(box, "width"));
                assertThat(number(text, "y")).as(text.getTextContent())
                        .isBetween(number(box, "y") + 10, number(box, "y") + number(box, "height") - 3);
            });
        });
    }

    @Test
    void every_route_and_every_rule_is_in_the_picture() throws Exception {
        var flow = Flow.read(ROUTES, new Properties());
        var texts = texts(FlowPicture.of(ROUTES, SETTINGS).svg());

        assertThat(texts).containsAll(flow.routes().stream().map(Flow.Node::id).toList());
        assertThat(texts).containsAll(flow.policies().stream().flatMap(policy -> policy.rules().stream())
                .map(Flow.Rule::id).toList());
    }

    @Test
    void a_new_sink_is_drawn_with_how_many_exports_name_it() throws Exception {
        copy("sink-file", "sink-sftp");
        replace(SETTINGS, "export.ba.sinks=direct:sink-file", "export.ba.sinks=direct:sink-sftp,s3:away?region=x");

        assertThat(texts(picture())).contains("sink-sftp", "s3", "named by 1 of 5 exports", "named by 4 of 5 exports");
    }

    @Test
    void more_exports_than_a_row_holds_are_drawn_in_two() throws Exception {
        copy("export-ba", "export-one");
        copy("export-ba", "export-two");

        assertThat(texts(picture())).contains("export-ba", "export-one", "export-two", "export-plan");
    }

    @Test
    void a_route_that_nothing_leads_to_is_drawn_beside_the_way() throws Exception {
        copy("api-call", "forgotten");

        assertThat(texts(picture())).contains("BESIDE THE WAY", "forgotten");
    }

    private String picture() throws IOException {
        return FlowPicture.of(folder.resolve(ROUTES), folder.resolve(SETTINGS)).svg();
    }

    private void copy(String route, String name) throws IOException {
        var text = Files.readString(ROUTES.resolve(route + ".camel.yaml"));
        Files.writeString(folder.resolve(ROUTES).resolve(name + ".camel.yaml"), text.replace(route, name));
    }

    private void replace(Path file, String from, String to) throws IOException {
        var text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }

    private static List<String> texts(String svg) throws Exception {
        return elements(parsed(svg).getElementsByTagName("text")).stream().map(Element::getTextContent).toList();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(NodeList nodes) {
        var elements = new ArrayList<Element>();
        for (var index = 0; index < nodes.getLength(); index++) {
            elements.add((Element) nodes.item(index));
        }
        return elements;
    }

    private static double left(Element text) {
        return number(text, "x") - (text.getAttribute("text-anchor").equals("middle") ? width(text) / 2 : 0);
    }

    private static double width(Element text) {
        return Lettering.width(text.getTextContent(), (int) number(text, "font-size"),
                text.getAttribute("font-weight").equals("bold"));
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
