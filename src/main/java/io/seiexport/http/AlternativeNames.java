package io.seiexport.http;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Set;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HttpClientHostnameVerifier;

/** Demands the name of a server among the alternative names of its certificate, which an authority has checked. */
final class AlternativeNames implements HttpClientHostnameVerifier {
    /** The numbers that X.509 has for names of hosts and for addresses. */
    private static final Set<Object> NAMES = Set.of(2, 7);

    private final HttpClientHostnameVerifier matching = new DefaultHostnameVerifier();

    @Override
    public void verify(String host, X509Certificate certificate) throws SSLException {
        if (!namesHosts(certificate)) {
            throw new SSLPeerUnverifiedException("the certificate of " + host + " has no subjectAltName");
        }
        matching.verify(host, certificate);
    }

    private static boolean namesHosts(X509Certificate certificate) throws SSLException {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(name -> NAMES.contains(name.get(0)));
        } catch (CertificateParsingException e) {
            throw new SSLPeerUnverifiedException("the subjectAltName of a certificate cannot be read");
        }
    }

    @Override
    public boolean verify(String host, SSLSession session) {
        try {
            verify(host, (X509Certificate) session.getPeerCertificates()[0]);
            return true;
        } catch (SSLException e) {
            return false;
        }
    }
}
