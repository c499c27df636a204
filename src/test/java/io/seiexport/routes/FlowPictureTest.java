package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowPictureTest {
    private static final Path PICTURE = Path.of("src/docs/flow.svg");

    @TempDir
    private Path folder;

    @Test
    void the_picture_shows_the_routes_as_they_are() throws IOException {
        var drawn = new FlowPicture(RouteFolder.ofThisProject()).svg();
        if (Boolean.getBoolean("picture.write")) {
            Files.writeString(PICTURE, drawn);
        }

        assertThat(PICTURE).as("Draw it anew: ./mvnw -q test -Dtest=FlowPictureTest -Dpicture.write=true")
                .hasContent(drawn);
    }

    @Test
    void a_new_file_has_its_box_and_names_what_no_arrow_leads_to() throws IOException {
        var routes = RouteFolder.ofThisProject().copyTo(folder);
        routes.write("exports", "new", "- route: {id: new-route, description: 'Do new, again and again', "
                + "from: {uri: timer, steps: [{to: {uri: direct, parameters: {name: work-now}}}]}}");

        assertThat(new FlowPicture(routes).svg()).contains(">new<", ">Do new<", ">→ work<");
    }
}
