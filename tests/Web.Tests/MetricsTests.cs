using System.Diagnostics.Metrics;
using System.Text;
using System.Text.RegularExpressions;
using TradeBooks.Web.Metrics;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>Prometheus' text format.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public void Collect_EveryInstrument_IsWrittenByItsType()
    {
        using var meter = new Meter("TradeBooks.Test.Types");
        using var text = new MetricsText("TradeBooks.Test.Types");
        var counter = meter.CreateCounter<long>("app.fills", "{fill}", "Fills settled.");
        var amount = meter.CreateCounter<double>("app.paid", "By");
        var upDown = meter.CreateUpDownCounter<int>("app.clients");
        var gauge = meter.CreateGauge<double>("app.load", "1");
        meter.CreateObservableGauge("app.depth", () => 42L);
        var histogram = meter.CreateHistogram<double>(
            "app.time", "s", "Time.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5] });
        counter.Add(3, new KeyValuePair<string, object?>("symbol", "AAPL"));
        counter.Add(2, new KeyValuePair<string, object?>("symbol", "MSFT"));
        amount.Add(0.5);
        upDown.Add(5);
        upDown.Add(-7);
        gauge.Record(0.25);
        foreach (var value in (double[])[0.05, 0.1, 0.3, 2])
            histogram.Record(value);

        const string Scope = "otel_scope_name=\"TradeBooks.Test.Types\"";
        Assert.Equal(
            $$"""
            # TYPE app_clients gauge
            app_clients{{{Scope}}} -2
            # TYPE app_depth gauge
            app_depth{{{Scope}}} 42
            # HELP app_fills_total Fills settled.
            # TYPE app_fills_total counter
            app_fills_total{{{Scope}},symbol="AAPL"} 3
            app_fills_total{{{Scope}},symbol="MSFT"} 2
            # TYPE app_load gauge
            app_load{{{Scope}}} 0.25
            # TYPE app_paid_bytes_total counter
            app_paid_bytes_total{{{Scope}}} 0.5
            # HELP app_time_seconds Time.
            # TYPE app_time_seconds histogram
            app_time_seconds_bucket{{{Scope}},le="0.1"} 2
            app_time_seconds_bucket{{{Scope}},le="0.5"} 3
            app_time_seconds_bucket{{{Scope}},le="+Inf"} 4
            app_time_seconds_sum{{{Scope}}} 2.45
            app_time_seconds_count{{{Scope}}} 4

            """,
            Encoding.UTF8.GetString(text.Collect()));

        // Counters go on from one question to the next.
        counter.Add(1, new KeyValuePair<string, object?>("symbol", "AAPL"));
        Assert.Contains("symbol=\"AAPL\"} 4\n", Encoding.UTF8.GetString(text.Collect()), StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_AwkwardLabelsAndValues_AreEscaped()
    {
        using var meter = new Meter("TradeBooks.Test.Escapes");
        using var text = new MetricsText("TradeBooks.Test.Escapes");
        var gauge = meter.CreateGauge<double>("odd-name/of.it", description: "back\\slash \"quote\"\nline");
        gauge.Record(double.PositiveInfinity, new KeyValuePair<string, object?>("a.b", "x\\y\"z\nw"));
        gauge.Record(double.NaN, new KeyValuePair<string, object?>("flag", true));
        gauge.Record(double.NegativeInfinity, new KeyValuePair<string, object?>("none", null));
        gauge.Record(1e300, new KeyValuePair<string, object?>("list", new[] { "p", "q" }));
        var written = Encoding.UTF8.GetString(text.Collect());
        Assert.StartsWith("# HELP odd_name_of_it back\\\\slash \"quote\"\\nline\n# TYPE odd_name_of_it gauge\n", written, StringComparison.Ordinal);
        Assert.Contains(",a_b=\"x\\\\y\\\"z\\nw\"} +Inf\n", written, StringComparison.Ordinal);
        Assert.Contains(",flag=\"true\"} NaN\n", written, StringComparison.Ordinal);
        Assert.Contains(",none=\"\"} -Inf\n", written, StringComparison.Ordinal);
        Assert.Contains(",list=\"p,q\"} 1E+300\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_MetersThatWereNotNamed_AreLeftOut()
    {
        using var shown = new Meter("TradeBooks.Test.Shown.Part");
        using var hidden = new Meter("Other.Test");
        using var text = new MetricsText("TradeBooks.Test.Shown*");
        shown.CreateCounter<long>("shown").Add(1);
        hidden.CreateCounter<long>("hidden").Add(1);
        var written = Encoding.UTF8.GetString(text.Collect());
        Assert.Contains("shown_total", written, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_SameNameInTwoMeters_IsOneFamily()
    {
        using var one = new Meter("TradeBooks.Test.One");
        using var two = new Meter("TradeBooks.Test.Two");
        using var text = new MetricsText("TradeBooks.Test.One", "TradeBooks.Test.Two");
        one.CreateCounter<long>("same").Add(1);
        two.CreateCounter<long>("same").Add(2);
        Assert.Equal(
            """
            # TYPE same_total counter
            same_total{otel_scope_name="TradeBooks.Test.One"} 1
            same_total{otel_scope_name="TradeBooks.Test.Two"} 2

            """,
            Encoding.UTF8.GetString(text.Collect()));
    }

    [Fact]
    public async Task Get_Metrics_EveryLineIsOfTheFormat()
    {
        await using var api = await ApiHost.StartAsync();
        using (await api.GetAsync("/api/portfolios/default"))
        {
        }

        // A request is counted when all of it is over, which may be after its answer was read.
        var written = "";
        await Until.TrueAsync(async () =>
        {
            using var response = await api.GetAsync("/metrics");
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            written = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return written.Contains("http_route=\"/api/portfolios/{id}\"", StringComparison.Ordinal);
        });
        Assert.EndsWith("\n", written, StringComparison.Ordinal);
        Assert.All(written.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        Assert.Contains("http_server_request_duration_seconds_bucket{", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AnotherHostInTheProcess_NeitherAddsNorTakesAway()
    {
        await using var api = await ApiHost.StartAsync();
        using var client = await LiveClient.OpenAsync(api);
        await ShowsOneClientAsync(api);
        await using (var other = await ApiHost.StartAsync())
        {
            using var second = await LiveClient.OpenAsync(other);
            await ShowsOneClientAsync(other);
            await ShowsOneClientAsync(api);
        }

        // With the other host its meters are gone, of the same names as this one's.
        await ShowsOneClientAsync(api);
    }

    private static Task ShowsOneClientAsync(ApiHost api)
    {
        var written = "";
        return Until.TrueAsync(
            async () =>
            {
                using var response = await api.GetAsync("/metrics");
                written = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                return written.Contains("tradebooks_live_clients{otel_scope_name=\"TradeBooks.Web\"} 1\n", StringComparison.Ordinal);
            },
            () => written);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*|[a-zA-Z_:][a-zA-Z0-9_:]*\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*\} (NaN|[+-]Inf|-?\d+(\.\d+)?([eE][+-]?\d+)?))$""")]
    private static partial Regex Line();
}
