package dev.gauntlet.campaign.trial;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import java.util.function.Function;

/**
 * The records behind the rows.
 *
 * @param records all of them, with a time and a source
 * @param rebuild assembles and labels records; a row's id is its record's
 * @param labelColumn the column the label comes from
 * @param benign the name of the benign label
 */
public record RawData(Records records, Function<Records, Dataset> rebuild, String labelColumn, String benign) {}
