using System.Collections.Frozen;

namespace Gatehouse.Server.Organizations;

/// <summary>
/// Domains that no organization can own: those of mail providers for everybody, and those below which anybody registers a domain. Only the
/// most common ones; a DNS proof in any other would need the help of whoever runs it.
/// </summary>
static class PublicDomains
{
    static readonly FrozenSet<string> Names = """
        aol.com arcor.de bluewin.ch duck.com email.com fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
        hey.com hotmail.com hotmail.co.uk hotmail.de hotmail.fr icloud.com laposte.net libero.it live.com live.de mac.com mail.com mail.de mail.ru
        mailbox.org me.com msn.com naver.com online.de orange.fr outlook.com outlook.de pm.me posteo.de posteo.net proton.me protonmail.com qq.com
        rocketmail.com sfr.fr t-online.de tutanota.com virgilio.it wanadoo.fr web.de yahoo.com yahoo.co.jp yahoo.co.uk yahoo.de yahoo.fr yandex.com
        yandex.ru ymail.com zoho.com 163.com 126.com
        ac.at co.at gv.at or.at ac.uk co.uk gov.uk ltd.uk me.uk net.uk nhs.uk org.uk plc.uk com.au edu.au gov.au id.au net.au org.au co.nz govt.nz
        net.nz org.nz com.br net.br org.br com.cn edu.cn gov.cn net.cn org.cn co.id co.il org.il co.in net.in org.in ac.jp co.jp go.jp ne.jp or.jp
        co.ke co.kr or.kr com.mx org.mx com.my com.ng com.pe com.ph com.pk com.pl edu.pl net.pl org.pl com.pt com.ru com.sg edu.sg com.tr edu.tr gov.tr
        com.tw com.ua com.vn ac.za co.za org.za com.ar com.co com.es org.es com.fr gouv.fr com.gr com.hk co.th
        azurewebsites.net cloudapp.net cloudfront.net github.io gitlab.io herokuapp.com netlify.app onmicrosoft.com pages.dev sharepoint.com vercel.app
        web.app workers.dev
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string domain) => Names.Contains(domain);
}
