namespace KernelGuard.Evidence.Records;

/// <summary>Reads and spells decision ids as they stand in records: ULIDs of 26 characters.</summary>
internal static class DecisionIdText
{
    private const int Length = 26;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The number that an id spells; null where the text is no id.</summary>
    internal static UInt128? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length != Length || text[0] > '7')
        {
            return null;
        }

        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf((char)character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            value = (value << 5) | (uint)digit;
        }

        return value;
    }

    internal static string Spell(UInt128 value) => string.Create(Length, value, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });
}
