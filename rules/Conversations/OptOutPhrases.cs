using System.Collections.Frozen;
using System.Text.RegularExpressions;
using ZuperConnect.Text;

namespace ZuperConnect.Conversations;

/// <summary>
/// Recognizes texts that may be an opt-out although they are not <see cref="OptOutKeywords"/>, in English, French and Spanish. Such
/// wordings count legally (47 CFR 64.1200(a)(10)), but only people can judge them, so the team is asked. A wrong number is not an opt-out,
/// and neither is <c>I'll stop by at 5</c>.
/// </summary>
internal static partial class OptOutPhrases
{
    private const int MaxWords = 12;

    /// <summary>Words before <c>stop</c> that make it a place: <c>the bus stop</c>.</summary>
    private const string NoPlace =
        @"(?<!\b(?:the|a|an|bus|train|tram|next|last|first|second|final|my|our|your|his|her|one|this|that|quick|short|pit|rest|truck|full"
        + "|door|non|every|each) (?:stop|end))";

    /// <summary>Words after <c>stop</c> that make it a visit or another activity: <c>stop by</c>.</summary>
    private const string NoVisit = @"(?! (?:by|in|at|over|off|on|for|there|here|around|working|leaking|running|using)\b)";

    private const string Between =
        "(?: (?:the|these|those|this|that|all|any|more|further|future|with|sending|getting|me|us|my|our|your|ur|you|u|please|pls|plz"
        + "|now|text|txt|sms"
        + "|fucking|freaking|effing|goddamn|damn|bloody|automated|automatic|marketing|promotional|unwanted|annoying|random|stupid"
        + "|phone|both|calling|texting|or))*";

    private const string Texts =
        "(?:texts|texting|txts|txting|messages|messaging|msgs|msging|sms|spam|spams|notifications|alerts|promotions|ads|reminders)";

    private const string Polite =
        "please pls plz plse pleas thanks thankyou thx thnx ty tks now immediately asap sir maam hi hello hey sorry me us guys"
        + " svp stp merci bonjour";

    private static readonly FrozenSet<string> Strong = Words(
        "stop stopp stoppp stopall unsubscribe unsub optout revoke arret arrete arretez arreter");
    private static readonly FrozenSet<string> Weak = Words("end quit remove");
    private static readonly FrozenSet<string> Fillers = Words(Polite);
    private static readonly FrozenSet<string> MoreFillers = Words(
        Polite + " you u ok okay it this that no just all already everything text texts message messages i said say want would like to"
        + " again for 2 4 end quit cancel remove must really seriously wtf omg man dude bro fucking damn moi ca tout maintenant de les");

    /// <summary>Words before "stop" that rule out an opt-out.</summary>
    private static readonly FrozenSet<string> NotBefore = Words("this that it ca");

    private static readonly string[] Signs = ["🛑", "⛔", "🚫"];

    private static readonly Regex[] Phrases =
    [
        StopTexts(), StopCalls(), StopSending(), StopText(), ToldToStop(), DoNotText(), DoNotCallAgain(), NoMore(), TakeMeOff(), MyNumber(),
        Unsubscribe(), Consent(), DoNotWant(), LeaveAlone(),
        FrenchStop(), FrenchDoNot(), FrenchDoNotWant(), FrenchUnsubscribe(), FrenchTakeMeOff(), Spanish(),
    ];

    /// <summary>Whether a text may be an opt-out.</summary>
    public static bool AreIn(string text)
    {
        var words = FoldedText.WordsOf(text);
        var sentences = words.Split('.', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return sentences.Length is 0 ? Signs.Any(sign => text.Contains(sign, StringComparison.Ordinal))
            : IsStop(string.Join(' ', sentences))
                || (!Instruction().IsMatch(words)
                    && sentences.Any(sentence => IsStop(sentence) || Phrases.Any(phrase => phrase.IsMatch(sentence))));
    }

    /// <summary>Whether a sentence consists of an opt-out keyword and polite words only.</summary>
    private static bool IsStop(string sentence)
    {
        var words = Courtesy().Replace(sentence, "thanks").Split(' ');
        return words.Length <= MaxWords
            && ((words.Index().Any(word => Strong.Contains(word.Item) && (word.Index is 0 || !NotBefore.Contains(words[word.Index - 1])))
                    && words.All(word => Strong.Contains(word) || MoreFillers.Contains(word)))
                || (words.Any(Weak.Contains) && words.All(word => Weak.Contains(word) || Fillers.Contains(word))));
    }

    private static FrozenSet<string> Words(string list) => list.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\bthank (?:you|u)\b|\bs ?il (?:vous|te) plait\b")]
    private static partial Regex Courtesy();

    /// <summary>The instruction that other businesses send to their customers: <c>Reply STOP to end</c>.</summary>
    [GeneratedRegex(
        @"\b(?:reply|respond|text|txt|send|type|repondez|repondre|textez|envoyez|tapez|responda|envie)(?: with)?(?: the word)? (?:stop"
        + @"|end|quit|cancel|unsubscribe|arret)\b"
        + @"|\b(?:stop|arret) (?:to|2|pour|para) (?:end|quit|opt|stop|unsubscribe|cancel|remove|vous|se|me|cancelar)\b")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\b(?:stop|stopping|quit|end|cease)\b" + NoPlace + Between + " (?:" + Texts + @"|contacting|contact"
        + @"|communications?|bothering|bugging|harassing|harassment|spamming|soliciting|solicitations?)\b")]
    private static partial Regex StopTexts();

    [GeneratedRegex(@"\b(?:stop|quit)\b" + NoPlace + Between + @" (?:calling|callin|calls|phoning)\b")]
    private static partial Regex StopCalls();

    [GeneratedRegex(@"\b(?:stop|quit) sending(?: " + Texts + @"| (?:me|us|these|this|those|them|stuff|crap|shit|it))\b")]
    private static partial Regex StopSending();

    [GeneratedRegex(@"\bstop (?<!\b(?:the|bus|next|last|first|a|my|your|you|we|they|i|this|that|train) stop )(?:text|txt|message|msg"
        + @"|contact|bother) (?:me|us)\b")]
    private static partial Regex StopText();

    [GeneratedRegex(@"\b(?:i|ive|we|weve|already)(?: (?:have|already|just))* (?:said|told|asked|replied|texted|sent|wrote|begging"
        + @"|telling|asking)(?: (?:you|u|ya|yall|guys|them|already))*(?: to)? stop\b" + NoVisit)]
    private static partial Regex ToldToStop();

    [GeneratedRegex(
        @"\b(?:dont|do not|don t|never)(?<!\b(?:you|u|they|he|she|we|i) (?:dont|do not|don t|never))(?: (?:ever|please|keep"
        + @"|you))* (?:text|texting|txt|message|messaging|msg|sms|contact|contacting|bother|spam)"
        + @" (?:me|us|my (?:phone|cell|number|mobile)|this (?:number|phone)|here|again|any ?more)\b(?! (?:until|till|before|after"
        + @"|unless|today|tonight|yet|while|about|the|a|if|in|on|at|your|my)\b)"
        + @"|^(?:please )?(?:dont|do not) (?:text|message|contact)(?: (?:please|thanks|thank you))*$"
        + @"|\b(?:dont|do not|never) (?:call|text|message|contact) (?:or|and|nor) (?:call|text|message|contact)\b")]
    private static partial Regex DoNotText();

    [GeneratedRegex(@"\b(?:dont|do not|never)(?: ever)? call (?:me |us |this number |here )?(?:again|any ?more|ever)\b")]
    private static partial Regex DoNotCallAgain();

    [GeneratedRegex(@"\bno more(?: (?:of|these|those|your|text|txt|phone|spam|please))* (?:" + Texts + @"|text|txt|message|msg|calls)\b"
        + @"|^(?:please )?no (?:texts|texting|txts|sms)(?: (?:please|thanks|thank you))*$")]
    private static partial Regex NoMore();

    [GeneratedRegex(
        @"\b(?:take|remove|delete|drop|get|pull) (?:me|us|(?:my|this|our) (?:\w+ )?(?:number|name|phone|cell|contact|info"
        + @"|information)) (?:off|from|out of)"
        + @"(?: (?:of|the|your|ur|this|that|these|those|any|all|\w+ing))* (?:\w+ )?(?:lists?|" + Texts + @"|system|database|records?"
        + @"|contacts|files?|program|group|thread|chat)\b"
        + @"|\btake (?:me|us) off(?:$| (?:please|now|\.))|\bremove me(?:$| (?:please|pls|plz|now|\.|thanks))|\b(?:please|pls"
        + @"|plz) remove (?:me|us)$")]
    private static partial Regex TakeMeOff();

    [GeneratedRegex(@"\b(?:delete|lose|remove|forget|erase|block) (?:my|this) (?:phone |cell |mobile |contact )?(?:number|info"
        + @"|information)\b|\bblocking (?:you|u|this number)\b")]
    private static partial Regex MyNumber();

    [GeneratedRegex(@"\b(?:unsub|opt|cease)(?<!\b(?:dont|not|never) (?:want to )?(?:unsub|opt|cease))(?:(?<=unsub)(?:scrib\w*)?"
        + @"|(?<=opt)(?:(?:ing)? (?:me |us |my number )?)?out|(?<=cease) and desist)\b")]
    private static partial Regex Unsubscribe();

    [GeneratedRegex(@"\b(?:revok|withdraw|withdrew|rescind)\w*(?: \w+){0,3} (?:consent|permission|authori[sz]ation)\b")]
    private static partial Regex Consent();

    [GeneratedRegex(
        @"\b(?:dont|do not|no longer|not|never|didnt|did not|wouldnt)(?: (?:ever|really|even|wish|want))? (?:want|wish|like|need|care"
        + @"|consent|consented|agree|agreed|sign|signed|ask|asked|subscribe|subscribed|interested)"
        + @"(?: (?!miss\b)\w+){0,5} (?:texts|texting|txts|messages|messaging|sms|texted|messaged|contacted|spam|notifications)\b")]
    private static partial Regex DoNotWant();

    [GeneratedRegex(@"\bleave (?:me|us)(?: the \w+| tf)? alone\b")]
    private static partial Regex LeaveAlone();

    [GeneratedRegex(
        @"\b(?:arret|arrete|arretes|arretez|arreter|cesse|cesses|cessez|cesser|stop|stoppez|stopper)\b(?<!\b(?:m|l|un|cet|d|prochain"
        + @"|dernier|j|s|je) \w+)"
        + @"(?: (?:de|d|svp|stp|les|ces|vos|tes|tous|toutes|me|m|nous|moi|ca|avec|immediatement))*"
        + @" (?:texter|ecrire|contacter|envoyer|envois?|appeler|appels?|deranger|harceler|messages?|textos?|sms|communications?"
        + @"|publicites?|pubs?|spam|spammer|notifications?|rappels?)\b")]
    private static partial Regex FrenchStop();

    [GeneratedRegex(
        @"\bne (?:me|m|nous) (?:text\w+|ecri\w+|contact\w+|derang\w+|recontact\w+) (?:plus|pas|jamais)\b(?! (?:avant|apres|tant|encore"
        + @"|aujourd|ce|cette|la|le|l)\b)"
        + @"|\bne (?:me|m|nous) (?:envo\w+|appel\w+) (?:plus|jamais|pas (?:de|d) (?:messages?|textos?|sms))\b"
        + @"|\bne (?:plus|pas|jamais) (?:me|m|nous) (?:texter|ecrire|contacter|recontacter|envoyer|deranger|appeler)\b"
        + @"|\b(?:textez|texte|ecrivez|contactez|contacte|derangez) (?:moi|nous) (?:plus|pas)\b")]
    private static partial Regex FrenchDoNot();

    [GeneratedRegex(
        @"\b(?:veux|veut|voulons|voudrais|souhaite|souhaitons|desire)(?: ne)? (?:plus|pas)(?: \w+){0,5} (?:messages?|textos?|sms"
        + @"|contacte|contactee|contactes|communications?|publicites?|notifications?)\b"
        + @"|\b(?:veux|veut|voulons|voudrais|souhaite|souhaitons|desire)(?: ne)? plus (?:rien )?recevoir\b"
        + @"|\bplus (?<!\b(?:moi|envoyez|envoie) plus )(?:de|d|aucun) (?:textos?|sms|messages?|notifications?)\b")]
    private static partial Regex FrenchDoNotWant();

    [GeneratedRegex(@"\b(?:desabonn|desinscri)\w*|\b(?:retir|revoqu|annul)\w* mon consentement\b|\blaisse[zs]? (?:moi"
        + @"|nous) tranquilles?\b")]
    private static partial Regex FrenchUnsubscribe();

    [GeneratedRegex(
        @"\b(?:enlev|retir|supprim|effac|ray|sort)(?:e|ez|er|es|s)? (?:(?:mon|ce|notre) (?:numero|nom|cell|cellulaire|telephone"
        + @"|contact)\b|(?:moi|nous) de (?:\w+ ){1,3}(?:listes?|envois?|contacts|base|systeme)\b)"
        + @"|\bme (?:retirer|enlever|rayer|supprimer) de (?:\w+ ){1,3}(?:listes?|envois?|contacts|base|systeme)\b")]
    private static partial Regex FrenchTakeMeOff();

    [GeneratedRegex(
        @"^(?:por favor )?no mas(?: (?:por favor|gracias))*$|\bno mas (?:mensajes|textos|sms)\b|\bno me (?:mand|envi|escrib|contact"
        + @"|text|llam)\w+(?: \w+)? mas\b"
        + @"|\bdej(?:a|e|en) de (?:mandar|enviar|escribir|textear|contactar|molestar)\w*|\bpar(?:a|e|en) de (?:mandar|enviar|escribir"
        + @"|textear|contactar|molestar)\w*|\bdar(?:me)? de baja\b")]
    private static partial Regex Spanish();
}
