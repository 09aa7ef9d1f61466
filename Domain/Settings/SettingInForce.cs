namespace TradeBooks.Domain.Settings;

/// <summary>A setting with the value that holds.</summary>
/// <param name="Key">Its key, without the scope.</param>
/// <param name="Value">What was given for it, or its default.</param>
/// <param name="Description">What it does.</param>
public sealed record SettingInForce(string Key, string Value, string Description);
