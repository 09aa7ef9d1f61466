using System.Text.Json;
using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Tests.Analytics;

/// <summary>Short ways to feed, save and compare recorders.</summary>
internal static class Recording
{
    public static readonly IReadOnlyDictionary<string, string> NoSettings = new Dictionary<string, string>();

    private static readonly OrderOwner Owner = new("default", "s", "S");

    public static PerformanceOptions Options(decimal initialCash = 100_000m) => new()
    {
        InitialCash = initialCash,
        Symbols = ["AAPL", "MSFT"],
        Strategies = ["lss", "trend"],
    };

    public static Fill Fill(
        Side side, decimal quantity, decimal price, decimal fee = 0, long minute = 0, int symbol = 0,
        int strategy = 0) => new(
            new OrderId(Owner, SourcePosition.None, 0, OrderRole.Entry), 0, strategy, symbol, side,
            quantity, price, fee, new EventTime(minute * EventTime.Minute), SourcePosition.None);

    public static EventTime At(int year, int month, int day, int hour = 0, int minute = 0) =>
        EventTime.FromUtc(new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc));

    public static PortfolioFigures Figures(decimal equity) => new(equity, equity, []);

    public static string Save(PerformanceRecorder recorder)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            recorder.Persist(new JsonStateWriter(json));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void Restore(PerformanceRecorder recorder, string state) =>
        recorder.Persist(new JsonStateReader(JsonDocument.Parse(state).RootElement));

    /// <summary>Every figure, point and round trip as text, so that two reports compare to the last bit.</summary>
    public static string Text(PerformanceRecorder recorder, PortfolioFigures figures) =>
        JsonSerializer.Serialize(recorder.BuildReport(figures, NoSettings))
        + JsonSerializer.Serialize(recorder.OpenLots());
}
