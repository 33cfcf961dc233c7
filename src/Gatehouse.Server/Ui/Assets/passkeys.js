// Lets the browser's passkeys answer the forms that ask for one. The server's question stands in the form, the answer goes into its hidden
// field, and the form is sent like any other. Forms of browsers without passkeys stay hidden.
'use strict';

(() => {
  const isKnown = typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';
  if (!isKnown)
    return;

  /** Ends a question that waits in the address field, when another is asked. */
  let waiting = null;

  async function answer(form, mediation) {
    waiting?.abort();
    waiting = new AbortController();
    const signal = waiting.signal;
    const question = JSON.parse(form.dataset.options);
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question), signal })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question), mediation, signal });
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  }

  async function tryAnswer(form, mediation) {
    const failure = form.querySelector('[data-passkey-failed]');
    failure.hidden = true;
    try {
      await answer(form, mediation);
    } catch (problem) {
      // A question that another took the place of, or that nobody meant to answer, did not fail.
      if (problem.name !== 'AbortError' && mediation !== 'conditional')
        failure.hidden = false;
    }
  }

  async function offer(form) {
    form.hidden = false;
    for (const without of document.querySelectorAll('[data-without-passkeys]'))
      without.hidden = true;
    form.querySelector('[data-passkey-start]').addEventListener('click', () => tryAnswer(form));
    if (form.dataset.passkey === 'get' && 'conditional' in form.dataset && await PublicKeyCredential.isConditionalMediationAvailable?.())
      await tryAnswer(form, 'conditional');
  }

  for (const form of document.querySelectorAll('form[data-passkey]'))
    offer(form);
})();
