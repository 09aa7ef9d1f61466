namespace TradeBooks.Domain.Settings;

/// <summary>A setting that was asked for.</summary>
/// <param name="Scope">Id of the strategy that asked; null for the portfolio.</param>
/// <param name="Key">Its key, without the scope.</param>
/// <param name="Default">What holds when it is not given.</param>
/// <param name="Effect">What it does.</param>
public sealed record SettingDefinition(string? Scope, string Key, string Default, string Effect);
