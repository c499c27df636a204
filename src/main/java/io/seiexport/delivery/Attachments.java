package io.seiexport.delivery;

import java.io.File;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.ByteArrayDataSource;
import org.apache.camel.attachment.CamelFileDataSource;
import org.apache.camel.attachment.DefaultAttachment;

/** Attaches files to a mail byte for byte: in Base64, of which no mail server changes a line end. */
public final class Attachments {
    private static final String ENCODING = "Content-Transfer-Encoding";

    /** The body under a name; a file is read while it is sent. */
    public void add(String name, Exchange exchange) throws InvalidPayloadException {
        var message = exchange.getMessage(AttachmentMessage.class);
        var attachment = new DefaultAttachment(message.getBody() instanceof File file
                ? new CamelFileDataSource(file, name)
                : new ByteArrayDataSource(name, message.getMandatoryBody(byte[].class)));
        attachment.setHeader(ENCODING, "base64");
        message.addAttachmentObject(name, attachment);
    }
}
