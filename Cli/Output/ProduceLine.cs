using TradeBooks.Cli.Running;

namespace TradeBooks.Cli.Output;

/// <summary>How far sending is, in a line of up to 80 columns.</summary>
internal static class ProduceLine
{
    public static string Format(in ProduceStatus status)
    {
        var time = status.Time.IsKnown ? status.Time.ToString()[..16].Replace('T', ' ') : "";
        var rate = status.Elapsed.TotalSeconds > 0 ? Text.Rate(status.Records / status.Elapsed.TotalSeconds) : "";
        return $"{time,16} {status.Fraction * 100,3:0} %  {Text.ShortCount(status.Records)} records  {rate}  "
            + $"{Text.Count(status.InFlight)} in flight  {Text.Plural(status.Errors, "error")}";
    }
}
