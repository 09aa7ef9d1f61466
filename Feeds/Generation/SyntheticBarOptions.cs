namespace TradeBooks.Feeds.Generation;

/// <summary>What <see cref="SyntheticBarGenerator"/> makes. The same options give the same rows everywhere.</summary>
public sealed record SyntheticBarOptions
{
    /// <summary>Longest stretch of time in calendar years.</summary>
    public const int MaxYears = 200;

    /// <summary>Most sessions.</summary>
    public const int MaxDays = 50_000;

    private const int MaxSymbolLength = 32;

    /// <summary>
    /// One file each. Letters, digits, <c>. - _ </c>, not a dot first, up to 32 characters, no two alike but for case.
    /// A symbol's rows depend on its name, not on the others in the list.
    /// </summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Calendar years from <see cref="Start"/>, 1 to 200; give this or <see cref="Days"/>. Default: none.</summary>
    public int? Years { get; init; }

    /// <summary>Number of sessions from <see cref="Start"/>, 1 to 50,000; give this or <see cref="Years"/>. Default: none.</summary>
    public int? Days { get; init; }

    /// <summary>
    /// First date, 2007-01-01 or later (the US daylight saving rule of today); a day without a session is skipped.
    /// Default 2010-01-04, never today's date, so that the same command gives the same files next year.
    /// </summary>
    public DateOnly Start { get; init; } = new(2010, 1, 4);

    /// <summary>
    /// Length of a bar in minutes, 1 to 390, default 1. Longer bars are the one-minute bars put together; where the
    /// session's 390 minutes are no multiple, its last bar is shorter.
    /// </summary>
    public int IntervalMinutes { get; init; } = 1;

    /// <summary>Another seed gives another market. Default 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Adds a last column <c>volume</c> in whole shares; the other columns stay the same. Default false.</summary>
    public bool WithVolume { get; init; }

    /// <summary>
    /// Writes <c>SYMBOL.csv.gz</c>, default false. The text inside is the same everywhere; the compressed bytes are
    /// those of the machine's zlib.
    /// </summary>
    public bool Gzip { get; init; }

    /// <exception cref="ArgumentException">An option is out of its bounds; the message names it and its value.</exception>
    internal void Validate()
    {
        CheckSymbols();
        if (Years.HasValue == Days.HasValue)
            throw new ArgumentException($"{nameof(Years)} or {nameof(Days)} must be given, and not both", nameof(Years));
        Check(nameof(Years), Years ?? 1, 1, MaxYears);
        Check(nameof(Days), Days ?? 1, 1, MaxDays);
        Check(nameof(IntervalMinutes), IntervalMinutes, 1, NyseCalendar.SessionMinutes);
        if (Start < NyseCalendar.FirstDate || Start.Year > 2200)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Start), Start, $"{nameof(Start)} must be {NyseCalendar.FirstDate:yyyy-MM-dd} to 2200-12-31");
        }
    }

    /// <summary>The dates of all sessions, in order.</summary>
    internal List<DateOnly> Sessions()
    {
        var sessions = new List<DateOnly>();
        var end = Years is { } years ? Start.AddYears(years) : DateOnly.MaxValue;
        var count = Days ?? int.MaxValue;
        for (var date = Start; date < end && sessions.Count < count; date = date.AddDays(1))
        {
            if (NyseCalendar.IsSession(date))
                sessions.Add(date);
        }

        return sessions;
    }

    private static void Check(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} to {most}");
    }

    private void CheckSymbols()
    {
        if (Symbols is not { Count: > 0 })
            throw new ArgumentException($"{nameof(Symbols)} is empty", nameof(Symbols));

        // Case counts for the rows but not for every file system.
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var symbol in Symbols)
        {
            var isValid = symbol is { Length: > 0 and <= MaxSymbolLength } && symbol[0] != '.'
                && symbol.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
            if (!isValid)
            {
                throw new ArgumentException(
                    $"{nameof(Symbols)} has '{symbol}': letters, digits, '.', '-' and '_' only, no dot first, " +
                    $"up to {MaxSymbolLength} characters",
                    nameof(Symbols));
            }

            if (!seen.Add(symbol))
                throw new ArgumentException($"{nameof(Symbols)} has '{symbol}' twice", nameof(Symbols));
        }
    }
}
