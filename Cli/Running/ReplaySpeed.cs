using System.Globalization;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Running;

/// <summary>How fast history is sent: at a <see cref="Speed"/>, or with the same wall time between event times.</summary>
/// <param name="Speed">Counts where <paramref name="Every"/> is null.</param>
/// <param name="Every">Wall time between one event time and the next.</param>
internal readonly record struct ReplaySpeed(Speed Speed, TimeSpan? Every)
{
    private const string EveryPrefix = "every:";
    private const double Longest = 86_400;

    public static readonly ReplaySpeed Max = new(Speed.Max, null);

    /// <summary>Reads what <see cref="Running.Speed"/> reads, or <c>every:&lt;seconds&gt;</c>.</summary>
    /// <exception cref="SettingException">Anything else.</exception>
    public static ReplaySpeed Parse(string text)
    {
        if (!text.StartsWith(EveryPrefix, StringComparison.OrdinalIgnoreCase))
            return new ReplaySpeed(Speed.Parse(text, "or every:SECONDS between event times"), null);
        return double.TryParse(text.AsSpan(EveryPrefix.Length), CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0.001 and <= Longest
            ? new ReplaySpeed(Speed.Max, TimeSpan.FromSeconds(seconds))
            : throw new SettingException($"--speed {text}: give seconds from 0.001 to {Longest:0}, such as every:0.5");
    }

    /// <summary>Begins to pace; null where nothing waits.</summary>
    public IPacer? StartPacer(TimeProvider clock) => Every is { } interval
        ? new SteadyPacer(interval, clock)
        : Speed.Factor is { } factor ? new Pacer(factor, clock) : null;
}
