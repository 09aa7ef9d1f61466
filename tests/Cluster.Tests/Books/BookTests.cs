using System.Diagnostics;
using System.Net;
using System.Text.Json;
using TradeBooks.Cluster.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.Cluster.Tests.Books;

/// <summary>Recorded frames through a broker and a silo give the books that <c>replay</c> makes of them.</summary>
public sealed class BookTests
{
    [Theory]
    [InlineData("binance-spot", "binance", "hftbacktest", "book/binance/binance_spot_btcusdt_20240808.gz")]
    [InlineData("kraken", "kraken", "cryptofeed", "book/kraken/book1000_ws_v1_checksum.txt.gz")]
    public async Task Cluster_ACapture_HasTheBooksOfReplay(string exchange, string id, string format, string capture)
    {
        var file = SharedData.Path(capture);
        var folder = Directory.CreateTempSubdirectory("tradebooks-books-");
        try
        {
            var tops = Path.Combine(folder.FullName, "tops.csv");
            string[] replay = ["replay", "--exchange", exchange, "--format", format];
            await CommandLine.RunAsync([.. replay, "--tops", tops, file]);
            var last = (await File.ReadAllLinesAsync(tops, TestContext.Current.CancellationToken)).Skip(1)
                .Select(line => line.Split(',')).GroupBy(row => row[0]).ToDictionary(rows => rows.Key, rows => rows.Last()[1..]);
            Assert.NotEmpty(last);
            var map = Path.Combine(folder.FullName, $"{id}-config.json");
            await File.WriteAllTextAsync(map, JsonSerializer.Serialize(last.Keys.ToDictionary(symbol => symbol, _ => 0)), TestContext.Current.CancellationToken);

            // A capture has no end: symbols do not wait for each other.
            await using var cluster = await LocalCluster.UpAsync(
                1, last.Keys, null, null,
                "--mode", "arrival", "--set", $"Trading:Exchange={exchange}", "--set", $"Trading:PartitionMap={map}");
            using var broker = JsonDocument.Parse(await File.ReadAllTextAsync(cluster.ProduceConfig, TestContext.Current.CancellationToken));
            await CommandLine.RunAsync(
            [
                .. replay, "--config", cluster.ProduceConfig, "--partition-map", map,
                "--brokers", broker.RootElement.GetProperty("Kafka").GetProperty("Brokers").GetString()!, file,
            ]);
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
            foreach (var (symbol, expected) in last)
                await ShouldShowAsync(client, cluster, symbol, expected);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Of exchanges without ids the last top is waited for, since there is nothing else to tell the end by.
    private static async Task ShouldShowAsync(HttpClient client, LocalCluster cluster, string symbol, string[] expected)
    {
        var time = Stopwatch.StartNew();
        string[] seen = [];
        while (!expected.SequenceEqual(seen))
        {
            Assert.True(
                time.Elapsed < TimeSpan.FromMinutes(2),
                $"{symbol}: {string.Join(',', seen)} instead of {string.Join(',', expected)}\n{cluster.Logs()}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            using var answer = await client.GetAsync(
                new Uri(cluster.ApiAddress, $"/api/symbols/{Uri.EscapeDataString(symbol)}/book"), TestContext.Current.CancellationToken);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                seen = [answer.StatusCode.ToString()];
                continue;
            }

            var book = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            seen = book.GetProperty("isInSync").GetBoolean()
                ? [book.GetProperty("lastUpdateId").GetRawText(), .. Best(book, "bids"), .. Best(book, "asks")]
                : ["not in sync"];
        }
    }

    private static string[] Best(JsonElement book, string side)
    {
        var best = book.GetProperty(side)[0];
        return [best.GetProperty("price").GetRawText().Trim('"'), best.GetProperty("quantity").GetRawText().Trim('"')];
    }
}
