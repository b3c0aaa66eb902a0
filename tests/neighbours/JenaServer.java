import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.update.UpdateFactory;

/**
 * Apache Jena (ARQ over TDB2) behind the paths that Fuseki has: /query, /update and /data, a request a transaction.
 *
 * Debian ships Jena without Fuseki; this is what is missing of it for the tests. The default graph of queries is the union of
 * all graphs. Arguments: folder of the database, user and password that writing needs. It prints its port, once it listens.
 */
public final class JenaServer {
    private final Dataset dataset;

    private JenaServer(String folder) {
        dataset = TDB2Factory.connectDataset(folder);
        dataset.getContext().set(TDB2.symUnionDefaultGraph, true);
    }

    public static void main(String[] arguments) throws IOException {
        JenaServer jena = new JenaServer(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/query", answering(jena::query));
        Authenticator authenticator = new BasicAuthenticator("jena") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals(arguments[1]) && password.equals(arguments[2]);
            }
        };
        server.createContext("/update", answering(jena::update)).setAuthenticator(authenticator);
        server.createContext("/data", answering(jena::data)).setAuthenticator(authenticator);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private interface Work {
        void accept(HttpExchange exchange) throws IOException;
    }

    private static HttpHandler answering(Work work) {
        return exchange -> {
            try (exchange) {
                try {
                    work.accept(exchange);
                } catch (QueryParseException | RiotException error) {
                    reply(exchange, 400, "text/plain; charset=utf-8", error.getMessage().getBytes(StandardCharsets.UTF_8));
                } catch (RuntimeException error) {
                    reply(exchange, 500, "text/plain; charset=utf-8", error.toString().getBytes(StandardCharsets.UTF_8));
                }
            }
        };
    }

    private void query(HttpExchange exchange) throws IOException {
        Query query = QueryFactory.create(parameter(exchange, "query", "application/sparql-query"));
        dataset.begin(ReadWrite.READ);
        try (QueryExecution execution = QueryExecutionFactory.create(query, dataset)) {
            boolean triples = query.isConstructType() || query.isDescribeType();
            exchange.getResponseHeaders().set(
                "content-type", triples ? "application/n-triples" : "application/sparql-results+json");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                if (triples) {
                    RDFDataMgr.write(out, query.isDescribeType() ? execution.execDescribe() : execution.execConstruct(), Lang.NTRIPLES);
                } else if (query.isAskType()) {
                    org.apache.jena.query.ResultSetFormatter.outputAsJSON(out, execution.execAsk());
                } else {
                    org.apache.jena.query.ResultSetFormatter.output(out, execution.execSelect(), ResultSetLang.RS_JSON);
                }
            }
        } finally {
            dataset.end();
        }
    }

    private void update(HttpExchange exchange) throws IOException {
        String text = parameter(exchange, "update", "application/sparql-update");
        Txn.executeWrite(dataset, () -> UpdateAction.execute(UpdateFactory.create(text), dataset));
        reply(exchange, 204, null, new byte[0]);
    }

    private void data(HttpExchange exchange) throws IOException {
        String name = form(exchange.getRequestURI().getRawQuery()).get("graph");
        String method = exchange.getRequestMethod();
        Txn.executeWrite(dataset, () -> {
            Model model = dataset.getNamedModel(name);
            if (!method.equals("POST")) {
                model.removeAll();
            }
            if (!method.equals("DELETE")) {
                String type = exchange.getRequestHeaders().getFirst("content-type");
                RDFDataMgr.read(model, exchange.getRequestBody(), RDFLanguages.contentTypeToLang(type));
            }
        });
        reply(exchange, 204, null, new byte[0]);
    }

    private static String parameter(HttpExchange exchange, String name, String mediaType) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("content-type"));
        return type.startsWith(mediaType) ? body : form(body).get(name);
    }

    private static Map<String, String> form(String text) {
        Map<String, String> found = new HashMap<>();
        for (String part : text.split("&")) {
            String[] sides = part.split("=", 2);
            found.put(sides[0], URLDecoder.decode(sides.length > 1 ? sides[1] : "", StandardCharsets.UTF_8));
        }
        return found;
    }

    private static void reply(HttpExchange exchange, int status, String mediaType, byte[] body) throws IOException {
        if (mediaType != null) {
            exchange.getResponseHeaders().set("content-type", mediaType);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
