package dev.gauntlet.adapters.remote;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that answers each row with its first number, or misbehaves as its first argument says. */
final class Echo {
    private Echo() {}

    public static void main(String[] arguments) throws Exception {
        String how = arguments[0];
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        JsonMapper json = JsonMapper.builder().build();
        System.err.println("warming up");
        int answered = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<Double> first = new ArrayList<>();
            for (JsonNode row : json.readTree(line).path("rows").values()) {
                first.add(row.path(0).doubleValue());
            }
            if (how.equals("extra") && answered == 8) {
                System.out.println("{\"scores\": [9, 9, 9, 9, 9, 9, 9, 9]}");
            }
            switch (how) {
                case "die" -> {
                    System.err.println("no model in " + arguments[1]);
                    System.exit(7);
                }
                case "die-once" -> {
                    Path mark = Path.of(arguments[1]);
                    if (answered == 2 && !Files.exists(mark)) {
                        Files.writeString(mark, "died");
                        System.exit(1);
                    }
                }
                case "hang" -> Thread.sleep(60_000);
                case "die-after" -> {
                    if (answered == Integer.parseInt(arguments[1])) {
                        System.exit(1);
                    }
                }
                case "rubbish" -> System.out.println("Loading model...");
                case "short" -> first.remove(0);
                case "error" -> System.out.println("{\"error\": \"columns are missing\"}");
                default -> {}
            }
            JsonNode id = json.readTree(line).path("id");
            if (how.startsWith("id")) {
                long said = how.equals("id-late") && answered >= 8 ? id.asLong() - 1 : id.asLong();
                boolean silent = how.equals("id-sometimes") && answered >= 8;
                String more = silent ? "" : ", \"id\": " + said;
                System.out.println("{\"scores\": " + json.writeValueAsString(first) + more + "}");
                answered++;
                continue;
            }
            String name = how.equals("labels") ? "labels" : "scores";
            System.out.println(json.writeValueAsString(Map.of(name, how.equals("labels") ? labels(first) : first)));
            answered++;
            if (how.equals("after") && answered == Integer.parseInt(arguments[1])) {
                System.out.println("{\"scores\": [9, 9, 9, 9, 9, 9, 9, 9]}");
            }
        }
    }

    private static List<String> labels(List<Double> first) {
        return first.stream().map(x -> x >= 5 ? "bad" : "good").toList();
    }
}
