using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Strategies;

/// <summary>A kind of strategy that can be named in settings.</summary>
/// <param name="Name">Its name: <c>lss</c>.</param>
/// <param name="Description">One line for the help.</param>
/// <param name="Create">Reads the settings, checks them, and gives what makes an instance for a symbol.</param>
public sealed record StrategyType(
    string Name, string Description, Func<SettingsReader, Func<string, IStrategy>> Create)
{
    /// <summary>Whether it trades by the order book, so that it would do nothing for a symbol without one.</summary>
    public bool NeedsBook { get; init; }
}
