package dev.dbops.lambda.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture of the pipeline, held against its description; {@code -Dpicture=apply} draws it again. */
class PipelinePictureTest {
    private static final Path DESCRIPTION = Path.of("../docs/pipeline.txt");
    private static final Path PICTURE = Path.of("../docs/pipeline.svg");

    @Test
    void thePictureIsTheOneOfItsDescription() throws IOException {
        var drawn = PipelinePicture.draw(Files.readString(DESCRIPTION));
        if (System.getProperty("picture", "").equals("apply")) {
            Files.writeString(PICTURE, drawn);
        } else {
            assertThat(PICTURE).as("-Dpicture=apply draws it again").hasContent(drawn);
        }
    }
}
