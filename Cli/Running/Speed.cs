using System.Globalization;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Running;

/// <summary>How fast event time passes.</summary>
/// <param name="Factor">Event time per wall time; null for as fast as possible.</param>
internal readonly record struct Speed(double? Factor)
{
    // At this a quarter of an hour takes ten days, which the system's timers can still wait for.
    private const double Slowest = IReplayControl.SlowestSpeed;

    public static readonly Speed Max = new(null);

    /// <summary>Reads <c>max</c>, <c>realtime</c> or <c>&lt;N&gt;x</c>.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="alternative">What else may be given, for the message.</param>
    /// <exception cref="SettingException">Anything else.</exception>
    public static Speed Parse(string text, string? alternative = null) => text.ToLowerInvariant() switch
    {
        "max" => Max,
        "realtime" => new Speed(1),
        [.. var number, 'x'] when double.TryParse(number, CultureInfo.InvariantCulture, out var factor)
            && factor >= Slowest && double.IsFinite(factor) => new Speed(factor),
        _ => throw new SettingException($"--speed {text}: give max, realtime or a factor such as 600x, from 0.001x on"
            + (alternative is null ? "" : $", {alternative}")),
    };
}
