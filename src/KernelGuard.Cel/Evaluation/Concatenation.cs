namespace KernelGuard.Cel.Evaluation;

/// <summary>The operator <c>+</c> on what has a length, within the limits on what an expression may build.</summary>
internal static class Concatenation
{
    public static CelValue Join(in CelValue left, in CelValue right, CelActivation activation) => left.Kind switch
    {
        CelKind.String => JoinStrings(left.RawString, right.RawString, activation),
        CelKind.Bytes => JoinBytes(left.RawBytes, right.RawBytes, activation),
        _ => JoinLists(left.RawList, right.RawList, activation),
    };

    private static CelValue JoinStrings(string left, string right, CelActivation activation)
    {
        if ((long)left.Length + right.Length > activation.Limits.MaxStringChars)
        {
            return TooLong();
        }

        return activation.ChargeText(left.Length + right.Length) ? CelValue.FromString(left + right) : activation.AbortValue;
    }

    private static CelValue JoinBytes(byte[] left, byte[] right, CelActivation activation)
    {
        if ((long)left.Length + right.Length > activation.Limits.MaxStringChars)
        {
            return TooLong();
        }

        return activation.ChargeText(left.Length + right.Length) ? CelValue.FromBytes([.. left, .. right]) : activation.AbortValue;
    }

    private static CelValue JoinLists(ICelList left, ICelList right, CelActivation activation)
    {
        var (first, second) = (left.Count, right.Count);
        if ((long)first + second > activation.Limits.MaxListElements)
        {
            return CelValue.Error(CelErrorCodes.LimitExceeded, "the list is longer than its limit");
        }

        if (!activation.Charge(first + second))
        {
            return activation.AbortValue;
        }

        var items = new CelValue[first + second];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = i < first ? HostCall.Element(left, i) : HostCall.Element(right, i - first);
        }

        return CelValue.FromList(items);
    }

    private static CelValue TooLong() => CelValue.Error(CelErrorCodes.LimitExceeded, "the text is longer than its limit");
}
